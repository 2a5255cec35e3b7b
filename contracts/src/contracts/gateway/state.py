"""Clients and accounts as everybody may see them (never a password)."""

from typing import Literal
from uuid import UUID

from pydantic import Field

from contracts.vocabulary import Contract, Language, Side

Role = Literal["requester", "decider", "administrator", "technician", "coordinator"]


class Client(Contract):
    """A company whose IT the provider looks after."""

    id: UUID
    client_id: UUID = Field(description="The same as `id`: a client's own row belongs to it.")
    version: int
    name: str
    language: Language = "pl"
    currency: str = "PLN"
    time_zone: str = "Europe/Warsaw"
    country: str = Field("PL", description="ISO 3166-1: whose public holidays are no working days.")
    region: str | None = Field(None, description="The region whose own holidays count too; null: the whole country.")


class Account(Contract):
    """A login, with a side and roles."""

    id: UUID
    client_id: UUID = Field(description="The client it belongs to; PROVIDER for accounts of the provider.")
    version: int
    email: str
    name: str
    side: Side
    roles: list[Role]
    language: Language = "pl"
    active: bool = True
    person_id: UUID | None = None
    clients: list[UUID] = Field(default_factory=list, description="Clients an account of the provider works for.")
    every_client: bool = Field(False, description="True when an account of the provider works for all clients.")
