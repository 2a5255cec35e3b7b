"""A make of hardware (or licence) a client uses."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from chassis.domain.stored import Stored

from assets.domain.values import Money


@dataclass(frozen=True, slots=True)
class Model(Stored):
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
