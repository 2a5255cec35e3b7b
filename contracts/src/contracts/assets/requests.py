"""What a process may ask of assets over the bus. Each says which event answers it (causation = the request's id).

A no comes as `assets.request.refused.v1` with a code.
"""

from datetime import date, datetime
from typing import ClassVar, Literal
from uuid import UUID

from contracts.assets.state import BackTo, Category, ServiceStage
from contracts.envelope import Request, declared
from contracts.vocabulary import Money


class _AssetsRequest(Request):
    ADDRESSEE: ClassVar[str] = "assets"
    ANSWER: ClassVar[str]
    """Type of the event that answers a request that could be fulfilled."""
    process_id: UUID
    step: str


class _AboutAsset(_AssetsRequest):
    asset_id: UUID


class _AboutPerson(_AssetsRequest):
    person_id: UUID


class ReservationRequested(_AssetsRequest, type="processes.asset_reservation.requested.v1"):
    """Keep an available asset of a model (or else of a category). Refused `assets.none_available`."""

    ANSWER: ClassVar[str] = "assets.asset.reserved.v1"
    category: Category
    model_id: UUID | None = None
    for_person_id: UUID | None = None
    needed_by: datetime | None = None
    purpose: str = ""


class ReleaseRequested(_AboutAsset, type="processes.asset_release.requested.v1"):
    """The reservation is no longer needed. What is ordered still comes, but is kept for nobody."""

    ANSWER: ClassVar[str] = "assets.asset.released.v1"


class OrderRequested(_AssetsRequest, type="processes.asset_order.requested.v1"):
    """Order a new asset."""

    ANSWER: ClassVar[str] = "assets.asset.ordered.v1"
    category: Category
    model_id: UUID | None = None
    for_person_id: UUID | None = None
    needed_by: datetime | None = None
    description: str = ""


class ReceiptRequested(_AboutAsset, type="processes.asset_receipt.requested.v1"):
    """The ordered asset has come; it is kept for whom it was ordered."""

    ANSWER: ClassVar[str] = "assets.asset.received.v1"
    serial_number: str = ""


class HandOverRequested(_AboutAsset, type="processes.hand_over.requested.v1"):
    """Hand the asset to a person."""

    ANSWER: ClassVar[str] = "assets.asset.handed_over.v1"
    person_id: UUID
    note: str = ""


class TakeBackRequested(_AboutAsset, type="processes.take_back.requested.v1"):
    """Take the asset from its holder into stock."""

    ANSWER: ClassVar[str] = "assets.asset.taken_back.v1"
    to: BackTo
    note: str = ""


class ServiceRequested(_AboutAsset, type="processes.service.requested.v1"):
    """The asset goes into service (or on to the next stage of it), keeping its holder."""

    ANSWER: ClassVar[str] = "assets.asset.sent_to_service.v1"
    stage: ServiceStage
    reason: str = ""


class ServiceReturnRequested(_AboutAsset, type="processes.service_return.requested.v1"):
    """The asset comes back from service: to its holder, or into stock."""

    ANSWER: ClassVar[str] = "assets.asset.returned_from_service.v1"
    outcome: str
    to: Literal["holder", BackTo]
    cost: Money | None = None
    note: str = ""


class LoanRequested(_AboutAsset, type="processes.loan.requested.v1"):
    """Lend the asset to a person, for the time their own one (`for_asset_id`) is away."""

    ANSWER: ClassVar[str] = "assets.asset.loaned.v1"
    person_id: UUID
    for_asset_id: UUID | None = None


class LoanReturnRequested(_AboutAsset, type="processes.loan_return.requested.v1"):
    """The lent asset comes back into stock."""

    ANSWER: ClassVar[str] = "assets.asset.loan_returned.v1"
    to: BackTo


class RetirementRequested(_AboutAsset, type="processes.retirement.requested.v1"):
    """The client decided to retire the asset."""

    ANSWER: ClassVar[str] = "assets.asset.retired.v1"
    decision_id: UUID
    reason: str = ""


class WriteOffRequested(_AboutAsset, type="processes.write_off.requested.v1"):
    """The client decided to write off an asset that is missing. Refused `assets.illegal_move` when it is not missing."""

    ANSWER: ClassVar[str] = "assets.asset.ended.v1"
    decision_id: UUID
    reason: str = ""


class PersonRegistrationRequested(_AssetsRequest, type="processes.person_registration.requested.v1"):
    """Somebody joins the client."""

    ANSWER: ClassVar[str] = "assets.person.registered.v1"
    first_name: str
    last_name: str
    starts_on: date
    email: str = ""
    personal_email: str = ""
    department: str = ""
    job_title: str = ""
    manager_id: UUID | None = None


class PersonWithdrawalRequested(_AboutPerson, type="processes.person_withdrawal.requested.v1"):
    """The person will not join after all."""

    ANSWER: ClassVar[str] = "assets.person.withdrawn.v1"


class PersonActivationRequested(_AboutPerson, type="processes.person_activation.requested.v1"):
    """The person has started."""

    ANSWER: ClassVar[str] = "assets.person.activated.v1"


class PersonDeactivationRequested(_AboutPerson, type="processes.person_deactivation.requested.v1"):
    """The activation is taken back: the person is joining again."""

    ANSWER: ClassVar[str] = "assets.person.deactivated.v1"


class PersonNoticeRequested(_AboutPerson, type="processes.person_notice.requested.v1"):
    """The person is going to leave on a day."""

    ANSWER: ClassVar[str] = "assets.person.leaving_began.v1"
    last_day: date


class PersonStayRequested(_AboutPerson, type="processes.person_stay.requested.v1"):
    """The person does not leave after all."""

    ANSWER: ClassVar[str] = "assets.person.stays.v1"


class HoldingsReturnRequested(_AboutPerson, type="processes.holdings_return.requested.v1"):
    """Everything the person uses or has on loan comes back into stock; what is away for repair stays theirs meanwhile."""

    ANSWER: ClassVar[str] = "assets.person.gave_back.v1"
    to: BackTo = "quarantine"
    note: str = ""


class PersonLeavingRequested(_AboutPerson, type="processes.person_leaving.requested.v1"):
    """The person has left and holds nothing. Refused `assets.person_still_holds`."""

    ANSWER: ClassVar[str] = "assets.person.left.v1"
    left_on: date


REQUESTS = declared(globals(), Request)
