"""What an asset is. What may be done with it stands in `moves.py`, what follows in `asset_evolution.py`."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from chassis.domain.stored import Stored

from assets.domain.values import Holder, Money, Named, NextMove

STORING = frozenset({"laptop", "desktop", "phone", "tablet"})
"""Categories that store data, where no model says otherwise."""


@dataclass(frozen=True, slots=True)
class Repair(Stored):
    """The asset's present stay in service."""

    reason: str
    since: datetime
    diagnosis: str = ""
    vendor: str = ""
    cost: Money | None = None
    ticket_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Asset(Stored):
    """A piece of hardware (or licence). `version` grows by one with every event."""

    id: UUID
    client_id: UUID
    tag: str
    name: str
    created_at: datetime
    serial: str = ""
    model_id: UUID | None = None
    category: str = "other"
    status: str = "in_stock"
    substate: str | None = "available"
    holder: Holder | None = None
    held_since: datetime | None = None
    reserved_for: Named | None = None
    process_id: UUID | None = None
    loan: bool = False
    owned: str = "owned"
    stores_data: bool = False
    price: Money | None = None
    purchased_on: date | None = None
    warranty_until: date | None = None
    lease_until: date | None = None
    condition: str = ""
    note: str = ""
    legal_hold: str = ""
    wiped_evidence: str = ""
    repair: Repair | None = None
    repairs: int = 0
    repair_cost: Money | None = None
    external_key: str = ""
    next_move: NextMove | None = None
    version: int = 0

    @property
    def state(self) -> str:
        """Status and substate in one word: `in_stock.available`."""
        return f"{self.status}.{self.substate}" if self.substate else self.status

    @property
    def reserved(self) -> bool:
        """True when it is kept for a person or a process."""
        return self.reserved_for is not None or self.process_id is not None

    @property
    def needs_wipe(self) -> bool:
        """True when it stored data and nothing shows that they are gone."""
        return self.stores_data and not self.wiped_evidence
