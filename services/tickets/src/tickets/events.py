"""From domain events to contract events: which public shape each has. Their contents follow from the names of attributes."""

from uuid import UUID

import contracts.tickets.events as public
from chassis.command import Context
from chassis.domain.refusal import Refusal
from chassis.journal.line import JournalLine
from chassis.journal.publication import Publication, refusal_line
from contracts.envelope import Event
from contracts.tickets.state import Ticket

from tickets.domain import events
from tickets.domain.moves import MOVES

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


PUBLICATION = Publication(
    SOURCE,
    Ticket,
    {
        events.Opened: public.TicketOpened,
        events.Assigned: public.TicketAssigned,
        events.WorkStarted: public.WorkStarted,
        events.ClientAsked: public.ClientAsked,
        events.ClientAnswered: public.ClientAnswered,
        events.Held: public.TicketHeld,
        events.Resumed: public.TicketResumed,
        events.MessageAdded: public.MessageAdded,
        events.InternalNoteAdded: public.InternalNoteAdded,
        events.Resolved: public.TicketResolved,
        events.Reopened: public.TicketReopened,
        events.Closed: public.TicketClosed,
        events.Rejected: public.TicketRejected,
        events.Cancelled: public.TicketCancelled,
        events.PriorityProposed: public.PriorityProposed,
        events.PriorityChanged: public.PriorityChanged,
        events.MoveImported: _imported,
        events.OpeningImported: _imported,
    },
    MOVES,
)


def refused(context: Context, request_id: UUID, refusal: Refusal) -> JournalLine:
    """The answer to a request that cannot be fulfilled."""
    return refusal_line(SOURCE, public.RequestRefused, context, request_id, refusal.code, refusal.facts)
