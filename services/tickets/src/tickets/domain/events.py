"""What can happen to a ticket, in the past tense, by the names that `contracts.tickets.events` has for it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import ClassVar
from uuid import UUID

from chassis.domain.event import Event

from tickets.domain.ticket import Named, Ticket


@dataclass(frozen=True, slots=True)
class TicketOpened(Event):
    ticket: Ticket


@dataclass(frozen=True, slots=True)
class TicketAssigned(Event):
    assignee: Named | None = None
    team: str | None = None


@dataclass(frozen=True, slots=True)
class WorkStarted(Event):
    pass


@dataclass(frozen=True, slots=True)
class ClientAsked(Event):
    question: str
    waiting_for: str = "information"
    answer_by: datetime | None = None


@dataclass(frozen=True, slots=True)
class ClientAnswered(Event):
    answer: str


@dataclass(frozen=True, slots=True)
class TicketHeld(Event):
    reason: str
    note: str = ""
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class TicketResumed(Event):
    note: str = ""


@dataclass(frozen=True, slots=True)
class MessageAdded(Event):
    message_id: UUID
    text: str


@dataclass(frozen=True, slots=True)
class InternalNoteAdded(Event):
    message_id: UUID
    text: str


@dataclass(frozen=True, slots=True)
class TicketResolved(Event):
    resolution: str
    accept_until: datetime | None = None


@dataclass(frozen=True, slots=True)
class TicketReopened(Event):
    reason: str


@dataclass(frozen=True, slots=True)
class TicketClosed(Event):
    how: str


@dataclass(frozen=True, slots=True)
class TicketRejected(Event):
    reason: str


@dataclass(frozen=True, slots=True)
class TicketCancelled(Event):
    reason: str


@dataclass(frozen=True, slots=True)
class PriorityProposed(Event):
    proposed: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class PriorityChanged(Event):
    priority: str


@dataclass(frozen=True, slots=True)
class ImportedMove:
    """The move of another system's history that an event stands for, as that system tells it."""

    key: str
    inferred: bool = False
    team: str | None = None
    assignee: str | None = None
    priority: str | None = None
    changes: Mapping[str, str] = field(default_factory=dict)
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class MoveImported(Event):
    """A move of another system's history: it may change several things at once, and is taken as it is told."""

    question: ClassVar[str] = ""
    how: ClassVar[str] = "imported"

    imported: ImportedMove
    kind: str
    status: str
    cycle: int
    digest: str
    history_digest: str = ""
    waiting_for: str | None = None
    assignee: Named | None = None
    unassigned: bool = False
    resolution: str = ""

    @property
    def key(self) -> str:
        """The key of the move in the other system."""
        return self.imported.key

    @property
    def reason(self) -> str:
        """Why the ticket is held: the other system waits for vendors and for known problems only."""
        return "third_party" if self.kind == "held" else ""


@dataclass(frozen=True, slots=True)
class OpeningImported(MoveImported):
    """The first move of such a history; `ticket` is the ticket as it was opened."""

    ticket: Ticket | None = None
