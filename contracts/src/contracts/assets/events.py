"""What happens to models, assets, people and hand-overs. Every event carries the thing as it is afterwards."""

from typing import ClassVar
from uuid import UUID

from pydantic import Field

from contracts.assets.state import Asset, Handover, Holder, Model, Person
from contracts.envelope import Event, declared
from contracts.vocabulary import Money


class _ModelEvent(Event):
    state: Model


class _AssetEvent(Event):
    state: Asset
    note: str = ""


class _PersonEvent(Event):
    state: Person
    note: str = ""


class _HandoverEvent(Event):
    state: Handover


class ModelRegistered(_ModelEvent):
    """A make of hardware the client uses."""

    TYPE: ClassVar[str] = "assets.model.registered.v1"


class ModelChanged(_ModelEvent):
    """Facts about the make are other ones."""

    TYPE: ClassVar[str] = "assets.model.changed.v1"


class AssetRegistered(_AssetEvent):
    """An asset that was there before Opslayer is known now."""

    TYPE: ClassVar[str] = "assets.asset.registered.v1"


class AssetChanged(_AssetEvent):
    """Facts about the asset are other ones; its state is not."""

    TYPE: ClassVar[str] = "assets.asset.changed.v1"


class AssetRequested(_AssetEvent):
    """Somebody needs an asset that is not there yet."""

    TYPE: ClassVar[str] = "assets.asset.requested.v1"


class AssetOrdered(_AssetEvent):
    """The asset is ordered."""

    TYPE: ClassVar[str] = "assets.asset.ordered.v1"


class AssetReceived(_AssetEvent):
    """The ordered asset has come."""

    TYPE: ClassVar[str] = "assets.asset.received.v1"


class AssetStocked(_AssetEvent):
    """The asset lies in stock."""

    TYPE: ClassVar[str] = "assets.asset.stocked.v1"


class AssetReserved(_AssetEvent):
    """The asset is kept for a person."""

    TYPE: ClassVar[str] = "assets.asset.reserved.v1"


class AssetReleased(_AssetEvent):
    """The asset is kept for nobody any more."""

    TYPE: ClassVar[str] = "assets.asset.released.v1"


class PreparationBegan(_AssetEvent):
    """Somebody prepares the asset."""

    TYPE: ClassVar[str] = "assets.asset.preparation_began.v1"


class AssetSent(_AssetEvent):
    """The asset is on its way."""

    TYPE: ClassVar[str] = "assets.asset.sent.v1"


class AssetHandedOver(_AssetEvent):
    """The asset has a new holder."""

    TYPE: ClassVar[str] = "assets.asset.handed_over.v1"
    from_holder: Holder | None = None


class AssetTakenBack(_AssetEvent):
    """The asset came back from its holder into stock."""

    TYPE: ClassVar[str] = "assets.asset.taken_back.v1"
    from_holder: Holder | None = None


class AssetLoaned(_AssetEvent):
    """The asset is lent for a time."""

    TYPE: ClassVar[str] = "assets.asset.loaned.v1"
    for_asset_id: UUID | None = None


class LoanReturned(_AssetEvent):
    """The lent asset came back."""

    TYPE: ClassVar[str] = "assets.asset.loan_returned.v1"
    from_holder: Holder | None = None


class SentToService(_AssetEvent):
    """The asset is in service; its holder stays its holder."""

    TYPE: ClassVar[str] = "assets.asset.sent_to_service.v1"
    reason: str = ""
    vendor: str = ""
    diagnosis: str = ""


class ReturnedFromService(_AssetEvent):
    """The asset came back from service."""

    TYPE: ClassVar[str] = "assets.asset.returned_from_service.v1"
    outcome: str = ""
    cost: Money | None = None


class AssetRetired(_AssetEvent):
    """The client decided that the asset is used no more."""

    TYPE: ClassVar[str] = "assets.asset.retired.v1"
    decision_id: UUID | None = None
    reason: str = ""


class AssetWiped(_AssetEvent):
    """The data on the asset are gone, with evidence."""

    TYPE: ClassVar[str] = "assets.asset.wiped.v1"
    evidence: str = ""


class AssetEnded(_AssetEvent):
    """The asset has left the company for good."""

    TYPE: ClassVar[str] = "assets.asset.ended.v1"
    how: str = ""
    decision_id: UUID | None = None


class AssetMissing(_AssetEvent):
    """The asset was lost or stolen."""

    TYPE: ClassVar[str] = "assets.asset.missing_reported.v1"
    how: str = ""


class AssetFound(_AssetEvent):
    """The missing asset is back."""

    TYPE: ClassVar[str] = "assets.asset.found.v1"


class LegalHoldPlaced(_AssetEvent):
    """The asset must not leave until the hold is lifted."""

    TYPE: ClassVar[str] = "assets.asset.legal_hold_placed.v1"
    reason: str = ""


class LegalHoldLifted(_AssetEvent):
    """The asset may leave again."""

    TYPE: ClassVar[str] = "assets.asset.legal_hold_lifted.v1"


class PersonRegistered(_PersonEvent):
    """Somebody of the client is known."""

    TYPE: ClassVar[str] = "assets.person.registered.v1"


class PersonChanged(_PersonEvent):
    """Facts about the person are other ones."""

    TYPE: ClassVar[str] = "assets.person.changed.v1"


class PersonActivated(_PersonEvent):
    """The person has started."""

    TYPE: ClassVar[str] = "assets.person.activated.v1"


class PersonDeactivated(_PersonEvent):
    """The start was taken back: the person is joining again."""

    TYPE: ClassVar[str] = "assets.person.deactivated.v1"


class PersonLeaving(_PersonEvent):
    """The person will leave."""

    TYPE: ClassVar[str] = "assets.person.leaving_began.v1"


class PersonStays(_PersonEvent):
    """The person does not leave after all."""

    TYPE: ClassVar[str] = "assets.person.stays.v1"


class PersonGaveBack(_PersonEvent):
    """Everything the person used or had on loan is back in stock."""

    TYPE: ClassVar[str] = "assets.person.gave_back.v1"
    assets: list[UUID] = Field(default_factory=list)


class PersonLeft(_PersonEvent):
    """The person has left and holds nothing."""

    TYPE: ClassVar[str] = "assets.person.left.v1"


class PersonWithdrawn(_PersonEvent):
    """The person did not join after all."""

    TYPE: ClassVar[str] = "assets.person.withdrawn.v1"


class HandoverRecorded(_HandoverEvent):
    """An asset passed from one holder to another."""

    TYPE: ClassVar[str] = "assets.handover.recorded.v1"


class HandoverAccepted(_HandoverEvent):
    """Who got the asset says so."""

    TYPE: ClassVar[str] = "assets.handover.accepted.v1"


class RequestRefused(Event):
    """Assets cannot do what another service asked; a thing of its own, named by the request's id."""

    TYPE: ClassVar[str] = "assets.request.refused.v1"
    code: str
    facts: dict[str, str] = Field(default_factory=dict)


EVENTS = declared(globals(), Event)
