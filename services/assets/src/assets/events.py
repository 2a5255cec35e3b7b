"""From what happened here to contract events: the only place that knows our public shapes."""

from collections.abc import Mapping
from dataclasses import asdict, is_dataclass
from typing import Any
from uuid import UUID

import contracts.assets.events as public
from chassis.command import Context
from chassis.domain.refusal import Refusal
from chassis.journal.line import JournalLine
from chassis.journal.recording import make_line, with_state
from contracts.assets import state as shapes
from contracts.envelope import Event
from pydantic import BaseModel

from assets.domain.asset import Asset, allowed_moves
from assets.domain.handover import Handover
from assets.domain.happening import Happened
from assets.domain.model import Model
from assets.domain.person import Person

SOURCE = "assets"
Thing = Asset | Person | Model | Handover
_KINDS: dict[type[Any], tuple[str, type[BaseModel]]] = {
    Asset: ("asset", shapes.Asset),
    Person: ("person", shapes.Person),
    Model: ("model", shapes.Model),
    Handover: ("handover", shapes.Handover),
}
_TYPES: Mapping[str, type[Event]] = {event.TYPE: event for event in public.EVENTS}


def to_state(thing: Thing) -> bytes:
    """The thing as everybody may see it, as JSON."""
    fields = asdict(thing)
    if isinstance(thing, Asset):
        fields["allowed"] = allowed_moves(thing)
        fields["allowed_to_client"] = allowed_moves(thing, "client")
    state = _KINDS[type(thing)][1].model_validate(fields)
    return state.model_dump_json().encode()


def to_line(context: Context, event: Happened, after: Thing, state: bytes) -> JournalLine:
    """The journal line of one event."""
    kind, _ = _KINDS[type(after)]
    shape = _TYPES[f"{SOURCE}.{kind}.{event.what}.v1"]
    change = {name: _plain(value) for name, value in event.details.items() if value is not None}
    data = with_state(change, state)
    return make_line(
        SOURCE, shape.model_construct(), after.id, after.version, context, data=data, by=event.by, at=event.at
    )


def refused(context: Context, request_id: UUID, refusal: Refusal) -> JournalLine:
    """The answer to a request that cannot be fulfilled: a thing of its own, named by the request."""
    facts = {name: str(value) for name, value in refusal.facts.items()}
    content = public.RequestRefused(code=refusal.code, facts=facts)
    return make_line(SOURCE, content, request_id, 1, context)


def _plain(value: Any) -> Any:
    return asdict(value) if is_dataclass(value) and not isinstance(value, type) else value
