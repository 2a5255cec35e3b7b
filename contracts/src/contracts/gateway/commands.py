"""Bodies of the gateway's own commands: clients, accounts, sessions, tokens."""

from typing import Annotated
from uuid import UUID
from zoneinfo import available_timezones

from pydantic import AfterValidator, Field, SecretStr, StringConstraints
from pydantic_core import PydanticCustomError

from contracts.gateway.state import Role
from contracts.vocabulary import Body, Language, Line, Side

Email = Annotated[
    str, StringConstraints(strip_whitespace=True, to_lower=True, max_length=254, pattern=r"^[^@\s]+@[^@\s]+\.[^@\s]+$")
]


def _known_time_zone(name: str) -> str:
    if name not in available_timezones():
        raise PydanticCustomError("time_zone", "not a time zone of the IANA database")
    return name


TimeZone = Annotated[str, Field(max_length=64), AfterValidator(_known_time_zone)]
"""A name of the IANA time zone database."""
Currency = Annotated[str, Field(pattern="^[A-Z]{3}$")]
Country = Annotated[str, Field(pattern="^[A-Z]{2}$", description="ISO 3166-1, one whose public holidays are known.")]
Region = Annotated[
    Line, Field(description="A region of the country with holidays of its own; null: the whole country.")
]
Password = Annotated[SecretStr, Field(min_length=8, max_length=200)]


class RegisterClient(Body):
    """A company joins."""

    name: Line
    language: Language = "pl"
    currency: Currency = "PLN"
    time_zone: TimeZone = "Europe/Warsaw"
    country: Country = "PL"
    region: Region | None = None


class ChangeClient(Body):
    """What is given is changed; what is missing stays, but a country without a region is the whole country."""

    name: Line | None = None
    language: Language | None = None
    currency: Currency | None = None
    time_zone: TimeZone | None = None
    country: Country | None = None
    region: Region | None = None


class CreateAccount(Body):
    """A login; `client` is missing exactly when the side is the provider's."""

    email: Email
    name: Line
    side: Side
    roles: list[Role] = Field(min_length=1)
    password: Password
    client: UUID | None = None
    language: Language = "pl"
    person_id: UUID | None = None
    clients: list[UUID] = Field(default_factory=list)
    every_client: bool = False


class ChangeAccount(Body):
    """What is given is changed; what is missing stays."""

    name: Line | None = None
    roles: list[Role] | None = Field(None, min_length=1)
    language: Language | None = None
    active: bool | None = None
    clients: list[UUID] | None = None
    every_client: bool | None = None


class SetPassword(Body):
    """A new password; the account's own owner gives the present one too."""

    password: Password
    present: SecretStr | None = Field(None, max_length=200)


class SignIn(Body):
    """Email and password, for a session or a token."""

    email: str = Field(max_length=254)
    password: SecretStr = Field(max_length=200)


class MakeToken(Body):
    """A token for a client app: named, so that it can be told apart and withdrawn."""

    name: Line = "token"
    days: int = Field(90, ge=1, le=366)
    email: str | None = Field(None, max_length=254, description="With `password`: instead of a session.")
    password: SecretStr | None = Field(None, max_length=200)
