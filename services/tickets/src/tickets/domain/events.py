"""What can happen to a ticket, in the past tense. The public shapes of these are in `contracts.tickets.events`."""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from chassis.domain.actor import Actor

from tickets.domain.ticket import Ticket, Who


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened, when and by whom."""

    at: datetime
    by: Actor


@dataclass(frozen=True, slots=True)
class Opened(Event):
    ticket: Ticket


@dataclass(frozen=True, slots=True)
class Assigned(Event):
    assignee: Who | None = None
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
class Held(Event):
    reason: str
    note: str = ""
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Resumed(Event):
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
class Resolved(Event):
    resolution: str


@dataclass(frozen=True, slots=True)
class Reopened(Event):
    reason: str


@dataclass(frozen=True, slots=True)
class Closed(Event):
    how: str


@dataclass(frozen=True, slots=True)
class Rejected(Event):
    reason: str


@dataclass(frozen=True, slots=True)
class Cancelled(Event):
    reason: str


@dataclass(frozen=True, slots=True)
class PriorityProposed(Event):
    proposed: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class PriorityChanged(Event):
    priority: str


@dataclass(frozen=True, slots=True)
class ImportedMove(Event):
    """A move of another system's history: it may change several things at once, and is taken as it is told."""

    key: str
    kind: str
    status: str
    cycle: int
    digest: str
    waiting_for: str | None = None
    inferred: bool = False
    team: str | None = None
    assignee: Who | None = None
    unassigned: bool = False
    priority: str | None = None
    resolution: str = ""
    changes: dict[str, str] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    history_digest: str = ""


@dataclass(frozen=True, slots=True)
class OpenedByImport(ImportedMove):
    """The first move of such a history; `ticket` is the ticket as it was opened."""

    ticket: Ticket | None = None
