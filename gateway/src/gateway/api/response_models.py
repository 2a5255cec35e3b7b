"""The models of responses to reads, for the OpenAPI document only; the view returns ready JSON."""

from datetime import datetime
from functools import cache
from typing import Any, Generic, TypeVar
from uuid import UUID

from contracts.assets.state import Asset, Handover, Model, Person
from contracts.gateway.state import Account, Client
from contracts.notifications.state import Notification
from contracts.processes.state import Decision, Process, Scenario
from contracts.tickets.state import Ticket
from contracts.vocabulary import MOVE_AS_REQUEST, Contract, Side, WithMoves
from pydantic import BaseModel, Field, create_model

State = TypeVar("State", bound=BaseModel)
KINDS: dict[str, tuple[str, type[Contract]]] = {
    "tickets": ("ticket", Ticket), "assets": ("asset", Asset), "models": ("model", Model), "people": ("person", Person),
    "processes": ("process", Process), "decisions": ("decision", Decision), "scenarios": ("scenario", Scenario),
    "handovers": ("handover", Handover), "notifications": ("notification", Notification),
    "clients": ("client", Client), "accounts": ("account", Account),
}  # fmt: skip
"""Path under /api -> kind of thing, and the model of its public state."""


class Page(BaseModel, Generic[State]):
    """A page of a list; `next` is the `cursor` of the page after it, null on the last one."""

    items: list[State]
    next: str | None
    total: int


class PastEvent(BaseModel):
    """One line of a thing's history."""

    version: int
    type: str
    at: datetime
    side: Side
    by: str
    by_id: UUID | None
    audience: str
    data: dict[str, Any]


class Linked(BaseModel):
    """Another thing that this one refers to (`to`), or that refers to this one (`from`)."""

    relation: str
    direction: str
    id: UUID
    kind: str
    title: str
    label: str
    status: str
    open: bool
    next_side: Side | None


class WithAllowed(Contract):
    """What the reader may do with a thing."""

    allowed: list[str] = Field(default_factory=list, description="The moves you may make now. " + MOVE_AS_REQUEST)
    missing: dict[str, list[str]] = Field(
        default_factory=dict, description="Moves you may make once something is there that they need, as refusal codes."
    )


@cache
def shown(state: type[BaseModel]) -> type[BaseModel]:
    """Returns the model of a state as readers get it: what they may do themselves in place of everybody's moves."""
    if not issubclass(state, WithMoves):
        return state
    own = {name: field for name, field in state.model_fields.items() if name not in WithMoves.model_fields}
    fields: dict[str, Any] = {name: (field.annotation, field) for name, field in own.items()}
    return create_model(state.__name__, __base__=WithAllowed, __doc__=state.__doc__, **fields)


def detail_model(state: type[BaseModel]) -> type[BaseModel]:
    """Returns the model of one thing: its state with its history and links."""
    more: dict[str, Any] = {"history": (list[PastEvent], ...), "links": (list[Linked], ...)}
    return create_model(f"{state.__name__}InDetail", __base__=shown(state), **more)


def page_model(state: type[BaseModel]) -> type[BaseModel]:
    """Returns the model of a page of things."""
    page: Any = Page
    found: type[BaseModel] = page[shown(state)]
    return found
