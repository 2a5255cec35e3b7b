"""A make of hardware (or licence) a client uses."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from chassis.domain.actor import Actor

from assets.domain.happening import Happened
from assets.domain.values import Money


@dataclass(frozen=True, slots=True)
class Model:
    """A model; its maker and name together are unique for a client."""

    id: UUID
    client_id: UUID
    manufacturer: str
    name: str
    category: str = "other"
    stores_data: bool = False
    price: Money | None = None
    lifetime_months: int | None = None
    support_ends_on: date | None = None
    source: str = ""
    version: int = 0


def change(model: Model, given: dict[str, Any], by: Actor, now: datetime) -> Happened | None:
    """Other facts about the model; None when nothing is different."""
    different = {name: value for name, value in given.items() if getattr(model, name) != value}
    return Happened("changed", now, by, different) if different else None


def evolve(model: Model, event: Happened) -> Model:
    """The model after the event."""
    return replace(model, **event.changes, version=model.version + 1)
