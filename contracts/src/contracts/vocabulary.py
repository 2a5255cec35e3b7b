"""Words that every contract shares: sides, next moves, money, references. Nothing that belongs to one service."""

from datetime import UTC, date, datetime
from typing import Annotated, Literal, TypeVar
from uuid import UUID

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints
from pydantic_core import PydanticCustomError

EVERYONE = UUID(int=0)
"""The client id of what belongs to no client and may be read by all: scenarios."""
PROVIDER = UUID(int=1)
"""The client id of the provider's own rows: its accounts."""

AnyDate = TypeVar("AnyDate", bound=date)
Side = Literal["client", "provider", "system"]
Language = Literal["pl", "en"]
Line = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]
LongText = Annotated[str, StringConstraints(strip_whitespace=True, max_length=20000)]


FIRST_YEAR, LAST_YEAR = 1900, 2200
"""Which years a time may be in: near the ends of the calendar it cannot be moved to another zone, nor counted from."""


def _known_year(given: AnyDate) -> AnyDate:
    if not FIRST_YEAR <= given.year <= LAST_YEAR:
        raise PydanticCustomError("year", f"not between the years {FIRST_YEAR} and {LAST_YEAR}")
    return given


def _in_utc(given: datetime) -> datetime:
    return given.astimezone(UTC) if given.tzinfo else given.replace(tzinfo=UTC)


Moment = Annotated[datetime, AfterValidator(_known_year), AfterValidator(_in_utc)]
"""A point in time that somebody names; in UTC where no offset is given, kept in UTC."""
Day = Annotated[date, AfterValidator(_known_year)]
"""A day that somebody names."""


class Contract(BaseModel):
    """A part of an event or a state. Frozen; unknown fields are ignored, so that newer senders can be read."""

    model_config = ConfigDict(frozen=True, extra="ignore", ser_json_timedelta="iso8601")


class Body(BaseModel):
    """The body of an HTTP command. Unknown fields are refused, so that nothing is smuggled in or silently lost."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class ForClient(Body):
    """A body that makes something new: who works for several clients says for which."""

    client: UUID | None = Field(None, description="The client; needed only by accounts of the provider.")


class Money(Contract):
    """An amount in minor units (cents, grosze) of an ISO 4217 currency."""

    amount: int = Field(ge=-(10**15), le=10**15, description="Minor units; 124000 PLN is 1 240.00 zł.")
    currency: str = Field(pattern="^[A-Z]{3}$")


class Named(Contract):
    """A reference to a thing or account, with the name it had then."""

    id: UUID
    name: str


class NamedInput(Named):
    """A reference as a command brings it: a name is no place for a text."""

    name: str = Field(max_length=200)


class Texts(Contract):
    """A sentence in every language we speak."""

    pl: str
    en: str


class NextMove(Contract):
    """Whose move it is: exactly one side that an open thing waits for, what is asked of it, and by when."""

    side: Side
    asks: str = Field(description="Code of what is asked: take, work, answer, accept, decide, hand_over …")
    account: Named | None = Field(None, description="The account it waits for, when it is a named one.")
    person: Named | None = Field(None, description="The person it waits for, when they may have no account.")
    team: str | None = None
    role: str | None = Field(None, description="The role it waits for, when any account with it may act.")
    step: str | None = Field(None, description="The step of a process it stands in.")
    question: str | None = Field(None, description="What exactly is asked, in the words of who asked.")
    texts: Texts | None = Field(None, description="What exactly is asked, where a scenario asks it in both languages.")
    due_at: datetime | None = None
    since: datetime


MOVE_AS_REQUEST = (
    "A move is the request `POST <thing>/<name>` with `-` for each `_` (`hand_over`: `POST /assets/<id>/hand-over`); "
    "`change` is `PATCH <thing>`; `steps/<key>/<name>` stands for `POST <process>/steps/<key>/<name>`, the key as it is."
)


class WithMoves(Contract):
    """A public state that says what may be done with the thing next.

    The gateway answers each reader with `allowed`: the moves that this reader may make now.
    """

    moves: dict[str, list[str]] = Field(
        default_factory=dict,
        description="Moves the thing's state allows, and who may make each: a side (`client`), a role of it "
        "(`client:decider`), or whoever of it is in a relation to the thing (`client@requester`). " + MOVE_AS_REQUEST,
    )
    missing: dict[str, list[str]] = Field(
        default_factory=dict, description="What a move still needs before it can be made, as refusal codes."
    )
    relations: dict[str, list[UUID]] = Field(
        default_factory=dict, description="Who is in a relation to the thing that rights are given to."
    )


class Imported(Contract):
    """Where a fact came from when it was not entered here."""

    source: str
    key: str
    notes: list[str] = Field(default_factory=list, description="What could not be mapped, kept word for word.")
