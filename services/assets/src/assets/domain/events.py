"""What happens to assets, models, people and hand-overs. What follows stands in `asset_evolution.py`, `evolution.py`."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from chassis.domain.event import Event

from assets.domain.asset import Asset
from assets.domain.handover import Handover
from assets.domain.model import Model
from assets.domain.person import Person
from assets.domain.values import Holder, Money, Named

Facts = Mapping[str, Any]
"""New values of a thing, by the names of its attributes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Remarked(Event):
    """An event with what was remarked about it.

    `already`: it was so before, and a process is only told; nothing follows.
    """

    note: str = ""
    already: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class AssetEvent(Remarked):
    """Something that happened to an asset.

    An empty `condition` leaves the asset's own as it is. `from_holder` had the asset until then.
    """

    condition: str = ""
    from_holder: Holder | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AssetBegun(AssetEvent):
    """An event that an asset begins with; the asset as it is given with it."""

    asset: Asset | None = None


class AssetRegistered(AssetBegun):
    """An asset that was there before is known now."""


class AssetRequested(AssetBegun):
    """Somebody needs an asset that is not there yet."""


class AssetOrdered(AssetBegun):
    """An asset is ordered: a new one, or one that was requested before (none is given)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AssetChanged(AssetEvent):
    """Facts about the asset are other ones."""

    facts: Facts


@dataclass(frozen=True, slots=True, kw_only=True)
class AssetReceived(AssetEvent):
    """The ordered asset has come."""

    serial: str = ""
    tag: str = ""


class AssetStocked(AssetEvent):
    """The asset lies in stock."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AssetReserved(AssetEvent):
    """The asset is kept for a person or a process."""

    person: Named | None = None
    process_id: UUID | None = None


class AssetReleased(AssetEvent):
    """The asset is kept for nobody any more."""


class PreparationBegan(AssetEvent):
    """Somebody prepares the asset."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AssetPlaced(AssetEvent):
    """An event that says where the asset is put (`to`), as a substate."""

    to: str


class AssetSent(AssetPlaced):
    """The asset is on its way to a user, to stock or to a vendor."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AssetHandedOver(AssetEvent):
    """The asset has a new holder."""

    to: Holder


@dataclass(frozen=True, slots=True, kw_only=True)
class AssetLoaned(AssetEvent):
    """The asset is lent for a time, perhaps in place of another one."""

    to: Holder
    for_asset_id: UUID | None = None


class AssetTakenBack(AssetPlaced):
    """The asset came back from its holder: available, defective or to be looked at."""


class LoanReturned(AssetPlaced):
    """The lent asset came back."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SentToService(AssetEvent):
    """The asset is in service, or at another stage of it; its holder stays its holder."""

    stage: str
    reason: str = ""
    vendor: str = ""
    diagnosis: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnedFromService(AssetPlaced):
    """The asset came back from service: to its holder, or into stock."""

    outcome: str = ""
    cost: Money | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AssetRetired(AssetEvent):
    """The client decided that the asset is used no more."""

    decision_id: UUID
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AssetWiped(AssetEvent):
    """The data on the asset are gone, with evidence."""

    evidence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AssetEnded(AssetEvent):
    """The asset has left the company for good."""

    how: str
    decision_id: UUID | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AssetMissing(AssetEvent):
    """The asset was lost or stolen."""

    how: str


class AssetFound(AssetEvent):
    """The missing asset is back."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LegalHoldPlaced(AssetEvent):
    """The asset must not leave until the hold is lifted."""

    reason: str


class LegalHoldLifted(AssetEvent):
    """The asset may leave again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonRegistered(Remarked):
    """Somebody of the client is known."""

    person: Person


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonChanged(Remarked):
    """Facts about the person are other ones."""

    facts: Facts


class PersonActivated(Remarked):
    """The person has started."""


class PersonDeactivated(Remarked):
    """The start was taken back: the person is joining again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonLeaving(Remarked):
    """The person will leave; `process_id` is the process that gave notice, none when it was given by hand."""

    last_day: date
    process_id: UUID | None = None


class PersonStays(Remarked):
    """The person does not leave after all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonGaveBack(Remarked):
    """Everything the person used or had on loan is back in stock."""

    assets: tuple[UUID, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonLeft(Remarked):
    """The person has left and holds nothing."""

    last_day: date


class PersonWithdrawn(Remarked):
    """The person did not join after all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelRegistered(Event):
    """A make of hardware the client uses."""

    model: Model


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelChanged(Event):
    """Facts about the make are other ones."""

    facts: Facts


@dataclass(frozen=True, slots=True, kw_only=True)
class HandoverRecorded(Event):
    """An asset passed from one holder to another."""

    handover: Handover


class HandoverAccepted(Event):
    """Who got the asset says so."""
