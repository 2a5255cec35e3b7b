"""Values that several things here share: money, holders, names, next moves."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from chassis.domain.actor import Side
from chassis.domain.stored import Stored


@dataclass(frozen=True, slots=True)
class Money(Stored):
    """An amount in minor units of a currency."""

    amount: int
    currency: str


@dataclass(frozen=True, slots=True)
class Named(Stored):
    """A person by id and name."""

    id: UUID
    name: str


@dataclass(frozen=True, slots=True)
class Holder(Stored):
    """The one person or place that has an asset; a place has no id."""

    kind: str
    name: str
    id: UUID | None = None


@dataclass(frozen=True, slots=True)
class NextMove(Stored):
    """Whose move it is, what is asked, since when."""

    side: Side
    asks: str
    since: datetime
    person: Named | None = None
    role: str | None = None


def different(thing: Any, given: Mapping[str, Any]) -> dict[str, Any]:
    """Those of the given facts that the thing does not have yet."""
    return {name: value for name, value in given.items() if getattr(thing, name) != value}
