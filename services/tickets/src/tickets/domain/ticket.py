"""What a ticket is. What may happen to it stands in `moves.py` and `decisions.py`."""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from chassis.domain.actor import Side


@dataclass(frozen=True, slots=True)
class Who:
    """A named account, person or neither (only a name), as far as a ticket needs to know."""

    id: UUID
    name: str


@dataclass(frozen=True, slots=True)
class Step:
    """The step of a process that a task carries out, and the request that asked for it."""

    process_id: UUID
    step: str
    request_id: UUID


@dataclass(frozen=True, slots=True)
class Move:
    """Whose move it is: the side, what is asked, of whom, and by when."""

    side: Side
    asks: str
    since: datetime
    account: Who | None = None
    team: str | None = None
    question: str | None = None
    due_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Ticket:
    """One piece of work. `version` grows by one with every event."""

    id: UUID
    client_id: UUID
    number: str
    type: str
    title: str
    opened_at: datetime
    description: str = ""
    status: str = "new"
    waiting_for: str | None = None
    priority: str = "normal"
    proposed_priority: str | None = None
    category: str = ""
    labels: dict[str, str] = field(default_factory=dict)
    requester: Who | None = None
    reported_by: str = ""
    reported_by_id: UUID | None = None
    reported_side: Side = "client"
    person_id: UUID | None = None
    asset_id: UUID | None = None
    step: Step | None = None
    follows: UUID | None = None
    team: str | None = None
    assignee: Who | None = None
    for_side: Side = "provider"
    skill: str | None = None
    estimate_minutes: int | None = None
    cycle: int = 1
    due_at: datetime | None = None
    planned_at: datetime | None = None
    first_response_at: datetime | None = None
    resolved_at: datetime | None = None
    closed_at: datetime | None = None
    resolution: str = ""
    messages: int = 0
    next_move: Move | None = None
    imported_source: str | None = None
    imported_key: str | None = None
    imported_notes: tuple[str, ...] = ()
    imported_moves: dict[str, str] = field(default_factory=dict)
    imported_digest: str = ""
    version: int = 0

    @property
    def open(self) -> bool:
        """True while anybody can still do anything about it."""
        return self.status not in FINAL

    @property
    def waiting(self) -> bool:
        return self.status.startswith("waiting_")


FINAL = frozenset({"closed", "rejected", "cancelled"})
