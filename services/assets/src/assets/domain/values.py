"""Values that several things here share: money, holders, names, moves."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from chassis.domain.actor import Side


@dataclass(frozen=True, slots=True)
class Money:
    """An amount in minor units of a currency."""

    amount: int
    currency: str


@dataclass(frozen=True, slots=True)
class Who:
    """A person by id and name."""

    id: UUID
    name: str


@dataclass(frozen=True, slots=True)
class Holder:
    """The one person or place that has an asset; a place has no id."""

    kind: str
    name: str
    id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Move:
    """Whose move it is, what is asked, since when."""

    side: Side
    asks: str
    since: datetime
    person: Who | None = None
    team: str | None = None
    due_at: datetime | None = None
