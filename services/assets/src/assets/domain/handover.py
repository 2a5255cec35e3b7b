"""The record of an asset passing from one holder to another: written once, accepted once by who got it."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from chassis.domain.stored import Stored

from assets.domain.values import Holder, NextMove


@dataclass(frozen=True, slots=True)
class Handover(Stored):
    """One change of holder."""

    id: UUID
    client_id: UUID
    kind: str
    asset_id: UUID
    asset_tag: str
    at: datetime
    by: str
    from_holder: Holder | None = None
    to_holder: Holder | None = None
    condition: str = ""
    process_id: UUID | None = None
    accepted_at: datetime | None = None
    accepted_by: str = ""
    established: bool = False
    next_move: NextMove | None = None
    version: int = 0

    @property
    def receiver(self) -> UUID | None:
        """The person who got the asset; None for a place, and for what went back into stock."""
        return self.to_holder.id if self.to_holder is not None else None
