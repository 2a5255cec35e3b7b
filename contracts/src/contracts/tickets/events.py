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


class TicketOpened(_TicketEvent):
    """Somebody reported something, or a process asked for a task."""

    TYPE: ClassVar[str] = "tickets.ticket.opened.v1"


class TicketAssigned(_TicketEvent):
    """The ticket has somebody of the provider (or a team) who answers for it."""

    TYPE: ClassVar[str] = "tickets.ticket.assigned.v1"
    assignee: Named | None = None
    team: str | None = None


class WorkStarted(_TicketEvent):
    """Somebody began to work on it."""

    TYPE: ClassVar[str] = "tickets.ticket.work_started.v1"


class ClientAsked(_TicketEvent):
    """The provider put a question to the client; the ticket waits for the answer."""

    TYPE: ClassVar[str] = "tickets.ticket.client_asked.v1"
    waiting_for: WaitingFor
    question: str
    answer_by: datetime | None = None


class ClientAnswered(_TicketEvent):
    """The client answered; the ticket goes on."""

    TYPE: ClassVar[str] = "tickets.ticket.client_answered.v1"
    answer: str


class TicketHeld(_TicketEvent):
    """The ticket waits for a third party or an agreed time."""

    TYPE: ClassVar[str] = "tickets.ticket.held.v1"
    reason: Literal["third_party", "schedule"]
    note: str = ""
    until: datetime | None = None


class TicketResumed(_TicketEvent):
    """The waiting is over without an answer of the client."""

    TYPE: ClassVar[str] = "tickets.ticket.resumed.v1"
    note: str = ""


class MessageAdded(_TicketEvent):
    """Somebody wrote into the conversation, for both sides to read."""

    TYPE: ClassVar[str] = "tickets.ticket.message_added.v1"
    message_id: UUID
    text: str


class InternalNoteAdded(_TicketEvent):
    """Somebody of the provider wrote a note that only the provider reads."""

    TYPE: ClassVar[str] = "tickets.ticket.internal_note_added.v1"
    AUDIENCE: ClassVar[str] = "provider"
    message_id: UUID
    text: str


class TicketResolved(_TicketEvent):
    """The provider says it is done; the client may accept or reopen."""

    TYPE: ClassVar[str] = "tickets.ticket.resolved.v1"
    resolution: str


class TicketReopened(_TicketEvent):
    """The client says it is not done: a new cycle begins."""

    TYPE: ClassVar[str] = "tickets.ticket.reopened.v1"
    reason: str


class TicketClosed(_TicketEvent):
    """The end: accepted by the client, or by the passing of the agreed time."""

    TYPE: ClassVar[str] = "tickets.ticket.closed.v1"
    how: Literal["accepted", "time_passed", "imported", "task_done"]


class TicketRejected(_TicketEvent):
    """The provider will not do it, with the reason."""

    TYPE: ClassVar[str] = "tickets.ticket.rejected.v1"
    reason: str


class TicketCancelled(_TicketEvent):
    """The client withdrew it, or the process that asked for it was cancelled."""

    TYPE: ClassVar[str] = "tickets.ticket.cancelled.v1"
    reason: str


class PriorityProposed(_TicketEvent):
    """The provider proposes another priority; the client decides."""

    TYPE: ClassVar[str] = "tickets.ticket.priority_proposed.v1"
    proposed: Priority
    reason: str


class PriorityChanged(_TicketEvent):
    """The ticket has another priority."""

    TYPE: ClassVar[str] = "tickets.ticket.priority_changed.v1"
    priority: Priority


class TicketUpdated(_TicketEvent):
    """An imported update that moves nothing; what changed stands in `imported`."""

    TYPE: ClassVar[str] = "tickets.ticket.updated.v1"


class RequestRefused(Event):
    """Tickets cannot do what another service asked; a thing of its own, named by the request's id."""

    TYPE: ClassVar[str] = "tickets.request.refused.v1"
    code: str
    facts: dict[str, str] = Field(default_factory=dict)


EVENTS = declared(globals(), Event)
