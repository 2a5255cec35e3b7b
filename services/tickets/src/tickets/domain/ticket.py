"""What a ticket is. What may happen to it stands in `moves.py` and `decisions.py`."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from chassis.domain.actor import Actor, Side
from chassis.domain.stored import Stored


@dataclass(frozen=True, slots=True)
class Named(Stored):
    """An account or a person, with the name it had then."""

    id: UUID
    name: str


@dataclass(frozen=True, slots=True)
class StepLink(Stored):
    """The step of a process that a task carries out, and the request that asked for it."""

    process_id: UUID
    step: str
    request_id: UUID


@dataclass(frozen=True, slots=True)
class NextMove(Stored):
    """Whose move it is: the side, what is asked, of whom, and by when."""

    side: Side
    asks: str
    since: datetime
    account: Named | None = None
    team: str | None = None
    question: str | None = None
    due_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Imported(Stored):
    """Where a ticket came from, and which moves of its history there are known (by key, with their digests)."""

    source: str
    key: str
    notes: tuple[str, ...] = ()
    moves: Mapping[str, str] = field(default_factory=dict)
    digest: str = ""


@dataclass(frozen=True, slots=True)
class Ticket(Stored):
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
    labels: Mapping[str, str] = field(default_factory=dict)
    requester: Named | None = None
    reported_by: str = ""
    reported_by_id: UUID | None = None
    reported_side: Side = "client"
    person_id: UUID | None = None
    asset_id: UUID | None = None
    step: StepLink | None = None
    follows: UUID | None = None
    team: str | None = None
    assignee: Named | None = None
    for_side: Side = "provider"
    skill: str | None = None
    estimate_minutes: int | None = None
    cycle: int = 1
    due_at: datetime | None = None
    planned_at: datetime | None = None
    first_response_at: datetime | None = None
    resolved_at: datetime | None = None
    accept_until: datetime | None = None
    closed_at: datetime | None = None
    resolution: str = ""
    messages: int = 0
    next_move: NextMove | None = None
    imported: Imported | None = None
    version: int = 0

    @property
    def open(self) -> bool:
        """True while anybody can still do anything about it."""
        return self.status not in FINAL


FINAL = frozenset({"closed", "rejected", "cancelled"})
HELD = frozenset({"waiting_third_party", "waiting_schedule"})


def account_of(actor: Actor) -> Named | None:
    """The actor as a ticket names it; None for one without an account."""
    return Named(actor.id, actor.name) if actor.id is not None else None
