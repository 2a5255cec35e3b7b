"""Models, assets, people and hand-over records as everybody may see them."""

from datetime import date, datetime
from typing import Literal
from uuid import UUID

from pydantic import Field

from contracts.vocabulary import Contract, Language, Money, Named, NextMove, WithMoves

Category = Literal[
    "laptop", "desktop", "monitor", "phone", "tablet", "printer", "network", "peripheral", "licence", "other"
]
AssetStatus = Literal[
    "requested", "ordered", "received", "in_stock", "in_transit", "in_use", "in_service", "retired", "gone", "missing"
]
ServiceStage = Literal["diagnosing", "awaiting_decision", "at_vendor", "awaiting_part"]
BackTo = Literal["available", "defective", "quarantine"]
"""Where in stock something goes when it comes back."""
PersonStatus = Literal["joining", "active", "leaving", "left", "withdrawn"]


class Holder(Contract):
    """The one person or place that has the asset now."""

    kind: Literal["person", "place"]
    id: UUID | None = Field(None, description="The person's id; a place has only a name.")
    name: str


class Model(Contract):
    """A make of hardware (or licence) a client uses."""

    id: UUID
    client_id: UUID
    version: int
    category: Category
    manufacturer: str
    name: str
    stores_data: bool = False
    price: Money | None = None
    lifetime_months: int | None = None
    support_ends_on: date | None = None
    source: str = Field("", description="Where the facts about it come from, with its licence.")


class Repair(Contract):
    """What is known of an asset's present stay in service."""

    reason: str
    since: datetime
    diagnosis: str = ""
    vendor: str = ""
    cost: Money | None = None
    ticket_id: UUID | None = None


class Asset(WithMoves):
    """The public state of an asset."""

    id: UUID
    client_id: UUID
    version: int
    tag: str
    serial: str = ""
    name: str = Field(description="The model as people call it.")
    model_id: UUID | None = None
    category: Category = "other"
    status: AssetStatus
    substate: str | None = None
    holder: Holder | None = None
    reserved_for: Named | None = Field(None, description="The person it is kept for.")
    process_id: UUID | None = Field(None, description="The process that reserved or ordered it.")
    loan: bool = False
    owned: Literal["owned", "leased"] = "owned"
    stores_data: bool = False
    price: Money | None = None
    purchased_on: date | None = None
    warranty_until: date | None = None
    lease_until: date | None = None
    condition: str = ""
    note: str = ""
    legal_hold: str = Field("", description="The reason of a legal hold; empty: none.")
    wiped_evidence: str = ""
    repair: Repair | None = None
    repairs: int = 0
    repair_cost: Money | None = None
    created_at: datetime
    next_move: NextMove | None = None


class Person(WithMoves):
    """Somebody of the client."""

    id: UUID
    client_id: UUID
    version: int
    name: str
    email: str = ""
    private_email: str = ""
    status: PersonStatus
    department: str = ""
    job: str = ""
    site: str = ""
    language: Language = "pl"
    manager: Named | None = None
    starts_on: date | None = None
    last_day: date | None = None
    process_id: UUID | None = None
    external_key: str = Field("", description="What the client's own system calls the person.")
    created_at: datetime
    next_move: NextMove | None = None


class Handover(WithMoves):
    """A record of an asset passing from one holder to another; written once, accepted once."""

    id: UUID
    client_id: UUID
    version: int
    kind: Literal["handover", "return", "loan", "loan_return"]
    asset_id: UUID
    asset_tag: str
    from_holder: Holder | None = None
    to_holder: Holder | None = None
    at: datetime
    by: str
    condition: str = ""
    process_id: UUID | None = None
    accepted_at: datetime | None = None
    accepted_by: str = ""
    established: bool = Field(
        False, description="True when it was so before the asset was registered; `accepted_by` is who registered it."
    )
    next_move: NextMove | None = None
