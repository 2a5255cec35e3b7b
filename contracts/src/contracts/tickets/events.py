"""What happens to tickets. Every event carries the ticket as it is afterwards."""

from datetime import datetime
from typing import ClassVar, Literal
from uuid import UUID

from pydantic import Field

from contracts.envelope import Event, declared
from contracts.tickets.state import Priority, Ticket, WaitingFor
from contracts.vocabulary import Contract, Named


class ImportedMove(Contract):
    """The move of another system's history that an event stands for."""

    key: str
    inferred: bool = Field(False, description="True for a move the source left out between two of its rows.")
    team: str | None = None
    assignee: str | None = None
    priority: Priority | None = None
    changes: dict[str, str] = Field(default_factory=dict, description="Changed columns, as they stand in the source.")
    notes: list[str] = Field(default_factory=list, description="What could not be mapped, word for word.")


class _TicketEvent(Event):
    state: Ticket
    imported: ImportedMove | None = None


class TicketOpened(_TicketEvent, type="tickets.ticket.opened.v1"):
    """Somebody reported something, or a process asked for a task."""


class TicketAssigned(_TicketEvent, type="tickets.ticket.assigned.v1"):
    """The ticket has somebody of the provider (or a team) who answers for it."""

    assignee: Named | None = None
    team: str | None = None


class WorkStarted(_TicketEvent, type="tickets.ticket.work_started.v1"):
    """Somebody began to work on it."""


class ClientAsked(_TicketEvent, type="tickets.ticket.client_asked.v1"):
    """The provider put a question to the client; the ticket waits for the answer."""

    waiting_for: WaitingFor
    question: str
    answer_by: datetime | None = None


class ClientAnswered(_TicketEvent, type="tickets.ticket.client_answered.v1"):
    """The client answered; the ticket goes on."""

    answer: str


class TicketHeld(_TicketEvent, type="tickets.ticket.held.v1"):
    """The ticket waits for a third party or an agreed time."""

    reason: Literal["third_party", "schedule"]
    note: str = ""
    until: datetime | None = None


class TicketResumed(_TicketEvent, type="tickets.ticket.resumed.v1"):
    """The waiting is over without an answer of the client."""

    note: str = ""


class MessageAdded(_TicketEvent, type="tickets.ticket.message_added.v1"):
    """Somebody wrote into the conversation, for both sides to read."""

    message_id: UUID
    text: str


class InternalNoteAdded(_TicketEvent, type="tickets.ticket.internal_note_added.v1"):
    """Somebody of the provider wrote a note that only the provider reads."""

    AUDIENCE: ClassVar[str] = "provider"
    message_id: UUID
    text: str


class TicketResolved(_TicketEvent, type="tickets.ticket.resolved.v1"):
    """The provider says it is done; the client may accept or reopen."""

    resolution: str


class TicketReopened(_TicketEvent, type="tickets.ticket.reopened.v1"):
    """The client says it is not done: a new cycle begins."""

    reason: str


class TicketClosed(_TicketEvent, type="tickets.ticket.closed.v1"):
    """The end: accepted by the client, or by the passing of the agreed time."""

    how: Literal["accepted", "time_passed", "imported", "task_done"]


class TicketRejected(_TicketEvent, type="tickets.ticket.rejected.v1"):
    """The provider will not do it, with the reason."""

    reason: str


class TicketCancelled(_TicketEvent, type="tickets.ticket.cancelled.v1"):
    """The client withdrew it, or the process that asked for it was cancelled."""

    reason: str


class PriorityProposed(_TicketEvent, type="tickets.ticket.priority_proposed.v1"):
    """The provider proposes another priority; the client decides."""

    proposed: Priority
    reason: str


class PriorityChanged(_TicketEvent, type="tickets.ticket.priority_changed.v1"):
    """The ticket has another priority."""

    priority: Priority


class TicketUpdated(_TicketEvent, type="tickets.ticket.updated.v1"):
    """An imported update that moves nothing; what changed stands in `imported`."""


class RequestRefused(Event, type="tickets.request.refused.v1"):
    """Tickets cannot do what another service asked; a thing of its own, named by the request's id."""

    code: str
    facts: dict[str, str] = Field(default_factory=dict)


EVENTS = declared(globals(), Event)
