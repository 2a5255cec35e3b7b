"""How what happens to a ticket is published. A domain event and its contract event have the same name.

The moves of another system are the exception: each is published as what it stands for.
"""

from uuid import UUID

import contracts.tickets.events as public
from chassis.command import Context
from chassis.domain.refusal import Refusal
from chassis.journal.line import JournalLine
from chassis.journal.publication import Publication, of_the_same_name, refusal_line
from contracts.envelope import Event
from contracts.tickets import state

from tickets.domain import events
from tickets.domain.evolution import TICKET_EVENTS
from tickets.domain.moves import MOVES
from tickets.domain.ticket import Ticket

SOURCE = "tickets"

_IMPORTED: dict[str, type[Event]] = {
    "opened": public.TicketOpened,
    "work_started": public.WorkStarted,
    "client_asked": public.ClientAsked,
    "held": public.TicketHeld,
    "resumed": public.TicketResumed,
    "resolved": public.TicketResolved,
    "reopened": public.TicketReopened,
    "closed": public.TicketClosed,
    "updated": public.TicketUpdated,
}


def _imported(event: events.MoveImported) -> type[Event]:
    return _IMPORTED[event.kind]


PUBLICATION: Publication[Ticket] = Publication(
    SOURCE,
    state.Ticket,
    of_the_same_name(TICKET_EVENTS, public) | {events.MoveImported: _imported, events.OpeningImported: _imported},
    MOVES,
)


def refused(context: Context, request_id: UUID, refusal: Refusal) -> JournalLine:
    """The answer to a request that cannot be fulfilled."""
    return refusal_line(SOURCE, public.RequestRefused, context, request_id, refusal.code, refusal.facts)
