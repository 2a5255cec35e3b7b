"""What happens to models, assets, people and hand-overs. Every event carries the thing as it is afterwards."""

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


class ModelRegistered(_ModelEvent, type="assets.model.registered.v1"):
    """A make of hardware the client uses."""


class ModelChanged(_ModelEvent, type="assets.model.changed.v1"):
    """Facts about the make are other ones."""


class AssetRegistered(_AssetEvent, type="assets.asset.registered.v1"):
    """An asset that was there before Opslayer is known now."""


class AssetChanged(_AssetEvent, type="assets.asset.changed.v1"):
    """Facts about the asset are other ones; its state is not."""


class AssetRequested(_AssetEvent, type="assets.asset.requested.v1"):
    """Somebody needs an asset that is not there yet."""


class AssetOrdered(_AssetEvent, type="assets.asset.ordered.v1"):
    """The asset is ordered."""


class AssetReceived(_AssetEvent, type="assets.asset.received.v1"):
    """The ordered asset has come."""


class AssetStocked(_AssetEvent, type="assets.asset.stocked.v1"):
    """The asset lies in stock."""


class AssetReserved(_AssetEvent, type="assets.asset.reserved.v1"):
    """The asset is kept for a person."""


class AssetReleased(_AssetEvent, type="assets.asset.released.v1"):
    """The asset is kept for nobody any more."""


class PreparationBegan(_AssetEvent, type="assets.asset.preparation_began.v1"):
    """Somebody prepares the asset."""


class AssetSent(_AssetEvent, type="assets.asset.sent.v1"):
    """The asset is on its way."""


class AssetHandedOver(_AssetEvent, type="assets.asset.handed_over.v1"):
    """The asset has a new holder."""

    from_holder: Holder | None = None


class AssetTakenBack(_AssetEvent, type="assets.asset.taken_back.v1"):
    """The asset came back from its holder into stock."""

    from_holder: Holder | None = None


class AssetLoaned(_AssetEvent, type="assets.asset.loaned.v1"):
    """The asset is lent for a time."""

    for_asset_id: UUID | None = None


class LoanReturned(_AssetEvent, type="assets.asset.loan_returned.v1"):
    """The lent asset came back."""

    from_holder: Holder | None = None


class SentToService(_AssetEvent, type="assets.asset.sent_to_service.v1"):
    """The asset is in service; its holder stays its holder."""

    reason: str = ""
    vendor: str = ""
    diagnosis: str = ""


class ReturnedFromService(_AssetEvent, type="assets.asset.returned_from_service.v1"):
    """The asset came back from service."""

    outcome: str = ""
    cost: Money | None = None


class AssetRetired(_AssetEvent, type="assets.asset.retired.v1"):
    """The client decided that the asset is used no more."""

    decision_id: UUID | None = None
    reason: str = ""


class AssetWiped(_AssetEvent, type="assets.asset.wiped.v1"):
    """The data on the asset are gone, with evidence."""

    evidence: str = ""


class AssetEnded(_AssetEvent, type="assets.asset.ended.v1"):
    """The asset has left the company for good."""

    how: str = ""
    decision_id: UUID | None = None


class AssetMissing(_AssetEvent, type="assets.asset.missing_reported.v1"):
    """The asset was lost or stolen."""

    how: str = ""


class AssetFound(_AssetEvent, type="assets.asset.found.v1"):
    """The missing asset is back."""


class LegalHoldPlaced(_AssetEvent, type="assets.asset.legal_hold_placed.v1"):
    """The asset must not leave until the hold is lifted."""

    reason: str = ""


class LegalHoldLifted(_AssetEvent, type="assets.asset.legal_hold_lifted.v1"):
    """The asset may leave again."""


class PersonRegistered(_PersonEvent, type="assets.person.registered.v1"):
    """Somebody of the client is known."""


class PersonChanged(_PersonEvent, type="assets.person.changed.v1"):
    """Facts about the person are other ones."""


class PersonActivated(_PersonEvent, type="assets.person.activated.v1"):
    """The person has started."""


class PersonDeactivated(_PersonEvent, type="assets.person.deactivated.v1"):
    """The start was taken back: the person is joining again."""


class PersonLeaving(_PersonEvent, type="assets.person.leaving_began.v1"):
    """The person will leave."""


class PersonStays(_PersonEvent, type="assets.person.stays.v1"):
    """The person does not leave after all."""


class PersonGaveBack(_PersonEvent, type="assets.person.gave_back.v1"):
    """Everything the person used or had on loan is back in stock."""

    assets: list[UUID] = Field(default_factory=list)


class PersonLeft(_PersonEvent, type="assets.person.left.v1"):
    """The person has left and holds nothing."""


class PersonWithdrawn(_PersonEvent, type="assets.person.withdrawn.v1"):
    """The person did not join after all."""


class HandoverRecorded(_HandoverEvent, type="assets.handover.recorded.v1"):
    """An asset passed from one holder to another."""


class HandoverAccepted(_HandoverEvent, type="assets.handover.accepted.v1"):
    """Who got the asset says so."""


class RequestRefused(Event, type="assets.request.refused.v1"):
    """Assets cannot do what another service asked; a thing of its own, named by the request's id."""

    code: str
    facts: dict[str, str] = Field(default_factory=dict)


EVENTS = declared(globals(), Event)
