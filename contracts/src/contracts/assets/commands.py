"""Bodies of the HTTP commands of the assets service; the gateway offers the same ones to clients."""

from collections.abc import Mapping
from typing import Literal
from uuid import UUID

from pydantic import Field

from contracts.assets.state import BackTo, Category, Holder, ServiceStage
from contracts.vocabulary import Body, Day, ForClient, Language, Line, LongText, Money


class HolderInput(Holder):
    """A holder as a command brings it: a name is no place for a text."""

    name: str = Field(max_length=200)


class RegisterModel(ForClient):
    """A make of hardware (or licence); registered again with the same maker and name, it is changed."""

    manufacturer: Line
    name: Line
    category: Category = "other"
    stores_data: bool = False
    price: Money | None = None
    lifetime_months: int | None = Field(None, ge=1, le=600)
    support_ends_on: Day | None = None
    source: str = Field("", max_length=300)


class RegisterPerson(ForClient):
    """Somebody of the client; registered again with the same `external_key` (or email), the person is changed."""

    name: Line
    email: str = Field("", max_length=254)
    private_email: str = Field("", max_length=254)
    department: str = Field("", max_length=200)
    job: str = Field("", max_length=200)
    site: str = Field("", max_length=200)
    language: Language = "pl"
    manager_id: UUID | None = None
    starts_on: Day | None = None
    last_day: Day | None = None
    external_key: str = Field("", max_length=200)


class ChangePerson(Body):
    """What is given is changed; what is missing stays."""

    name: Line | None = None
    email: str | None = Field(None, max_length=254)
    private_email: str | None = Field(None, max_length=254)
    department: str | None = Field(None, max_length=200)
    job: str | None = Field(None, max_length=200)
    site: str | None = Field(None, max_length=200)
    language: Language | None = None
    manager_id: UUID | None = None


class LeavePerson(Body):
    """The person begins to leave, or has left."""

    last_day: Day


class RegisterAsset(ForClient):
    """A piece of hardware that is there already; registered again with the same tag, it is changed.

    With a holder it is in use, otherwise in stock.
    """

    tag: Line
    serial: str = Field("", max_length=200)
    model_id: UUID | None = None
    category: Category | None = None
    name: str = Field("", max_length=200)
    holder: HolderInput | None = None
    owned: Literal["owned", "leased"] = "owned"
    price: Money | None = None
    purchased_on: Day | None = None
    warranty_until: Day | None = None
    lease_until: Day | None = None
    condition: str = Field("", max_length=200)
    note: LongText = ""
    external_key: str = Field("", max_length=200)


class ChangeAsset(Body):
    """What is given is changed; what is missing stays. The state is moved by the other commands."""

    serial: str | None = Field(None, max_length=200)
    name: str | None = Field(None, max_length=200)
    price: Money | None = None
    purchased_on: Day | None = None
    warranty_until: Day | None = None
    lease_until: Day | None = None
    note: LongText | None = None


class OrderAsset(ForClient):
    """A new asset is ordered, or asked for."""

    category: Category
    model_id: UUID | None = None
    name: str = Field("", max_length=200)
    price: Money | None = None
    for_person_id: UUID | None = None
    note: LongText = ""


class GiveNote(Body):
    """A move that needs nothing but an optional note."""

    note: LongText = ""


class ReceiveAsset(GiveNote):
    """The ordered asset has come."""

    serial: str = Field("", max_length=200)
    tag: str = Field("", max_length=200)


class HandOverAsset(GiveNote):
    """Hand the asset to a person or place."""

    to: HolderInput
    condition: str = Field("", max_length=200)


class LendAsset(HandOverAsset):
    """Lend the asset for a time, perhaps in place of another one."""

    for_asset_id: UUID | None = None


class TakeBackAsset(GiveNote):
    """Take the asset (or loan) back into stock."""

    to: BackTo = "available"
    condition: str = Field("", max_length=200)


class ReserveAsset(GiveNote):
    """Keep the asset for a person."""

    for_person_id: UUID


class SendAsset(GiveNote):
    """The asset is on its way."""

    to: Literal["to_user", "to_stock", "to_vendor"]


class SendToService(Body):
    """The asset needs repair."""

    reason: LongText = Field(min_length=1)
    stage: ServiceStage = "diagnosing"
    vendor: str = Field("", max_length=200)
    diagnosis: LongText = ""


class ReturnFromService(Body):
    """The asset comes back from service."""

    to: Literal["holder", BackTo] = "holder"
    outcome: LongText = ""
    cost: Money | None = None


class RetireAsset(Body):
    """Retire the asset, by a decision of the client."""

    decision_id: UUID = Field(description="One that the client has approved.")
    reason: LongText = ""


class RecordWipe(Body):
    """The data on it are gone; the evidence says how one can know."""

    evidence: LongText = Field(min_length=1)


class EndAsset(GiveNote):
    """Where the asset went for good."""

    how: Literal["disposed", "sold", "donated", "returned_to_lessor", "bought_out"]
    decision_id: UUID | None = Field(None, description="The client's decision; needed to write off what is missing.")


class ReportMissing(GiveNote):
    """Lost or stolen."""

    how: Literal["lost", "stolen"]


class SetLegalHold(Body):
    """Puts a legal hold on the asset (with a reason), or lifts it (without)."""

    reason: str = Field("", max_length=500)


PERSON_MOVES: Mapping[str, type[Body]] = {
    "activate": GiveNote,
    "withdraw": GiveNote,
    "begin_leaving": LeavePerson,
    "leave": LeavePerson,
}
ASSET_MOVES: Mapping[str, type[Body]] = {
    "order": GiveNote,
    "receive": ReceiveAsset,
    "stock": GiveNote,
    "reserve": ReserveAsset,
    "release": GiveNote,
    "prepare": GiveNote,
    "send": SendAsset,
    "hand_over": HandOverAsset,
    "loan": LendAsset,
    "take_back": TakeBackAsset,
    "return_loan": TakeBackAsset,
    "send_to_service": SendToService,
    "return_from_service": ReturnFromService,
    "retire": RetireAsset,
    "wipe": RecordWipe,
    "end": EndAsset,
    "report_missing": ReportMissing,
    "find": GiveNote,
    "legal_hold": SetLegalHold,
}
"""Commands on one person or asset by name, `POST /assets/{id}/take-back`, with their bodies."""
