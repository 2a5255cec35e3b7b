"""The models of responses to reads, for the OpenAPI document only; the view returns ready JSON."""

from datetime import datetime
from typing import Any, Generic, TypeVar
from uuid import UUID

from contracts.assets.state import Asset, Handover, Model, Person
from contracts.gateway.state import Account, Client
from contracts.notifications.state import Notification
from contracts.processes.state import Decision, Process, Scenario
from contracts.tickets.state import Ticket
from contracts.vocabulary import Contract, Side
from pydantic import BaseModel, create_model

State = TypeVar("State", bound=Contract)
STATES: dict[str, type[Contract]] = {
    "ticket": Ticket, "asset": Asset, "model": Model, "person": Person, "process": Process, "decision": Decision,
    "scenario": Scenario, "handover": Handover, "notification": Notification, "client": Client, "account": Account,
}  # fmt: skip
"""Kind of thing -> the model of its public state."""


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


def detail_model(kind: str) -> type[BaseModel]:
    """Returns the model of one thing: its state with its history and links."""
    state = STATES[kind]
    more: dict[str, Any] = {"history": (list[PastEvent], ...), "links": (list[Linked], ...)}
    return create_model(f"{state.__name__}InDetail", __base__=state, **more)


def page_model(kind: str) -> type[BaseModel]:
    """Returns the model of a page of things."""
    page: Any = Page
    found: type[BaseModel] = page[STATES[kind]]
    return found
