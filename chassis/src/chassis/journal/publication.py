"""Publishes what happens to one kind of thing: its public state, and the journal line of each domain event.

Both are derived by attribute names: the public state from the thing, the content of an event from the domain event. A service
only declares which contract event belongs to which domain event.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from types import ModuleType
from typing import Any, Generic, TypeVar
from uuid import UUID

from pydantic import BaseModel

from chassis.command import Context
from chassis.domain.event import Event
from chassis.domain.moves import StateMachine
from chassis.journal.line import JournalLine
from chassis.journal.recording import Publishable, make_line, with_state

T = TypeVar("T")
Shape = type[Any]
"""A contract event: a pydantic model with TYPE and AUDIENCE."""
STATE = "state"


def of_the_same_name(kinds: Iterable[type[Event]], contract: ModuleType) -> dict[type[Event], Shape]:
    """Maps each domain event to the contract event of the same name in the module of its owner's events."""
    return {kind: getattr(contract, kind.__name__) for kind in kinds}


def attributes(event: Event, shape: Shape, _: Any = None) -> dict[str, Any]:
    """Returns what the contract event contains besides the state, read from the domain event. None is left to the default."""
    values = ((name, getattr(event, name, None)) for name in shape.model_fields if name != STATE)
    return {name: value for name, value in values if value is not None}


class Publication(Generic[T]):
    """Derives the public state and the journal lines of one kind of thing."""

    def __init__(
        self,
        source: str,
        state: type[BaseModel],
        shapes: Mapping[type[Event], Shape | Callable[[Any], Shape]],
        machine: StateMachine[T] | None = None,
        *,
        content: Callable[[Any, Shape, T], dict[str, Any]] = attributes,
        internal: Callable[[T], bool] = lambda _: False,
    ) -> None:
        """`shapes` maps a domain event to a contract event, or to a function that chooses one for an event.

        With `machine` the public state says which moves are possible, who may make them, and what they still need. `content`
        returns what an event contains besides the state, where that is not read from it by attribute names. `internal` is
        true for a thing of the provider's own, whose lines are never shown to the client.
        """
        self._source = source
        self._state = state
        self._shapes = shapes
        _check_required_fields(shapes)
        self._machine = machine
        self._content = content
        self._internal = internal

    def state(self, thing: T) -> bytes:
        """Returns the thing's public state as JSON."""
        public = self._state.model_validate(thing, from_attributes=True)
        if self._machine is not None:
            machine = self._machine
            rights = {
                "moves": {name: list(by) for name, by in machine.moves(thing).items()},
                "missing": machine.missing(thing),
                "relations": {name: list(ids) for name, ids in machine.relations(thing).items()},
            }
            public = public.model_copy(update=rights)
        return public.model_dump_json().encode()

    def line(self, context: Context, event: Event, after: Any, state: bytes) -> JournalLine:
        """Returns the journal line of one event. `state` is the thing's public state afterwards."""
        shape = self._shape(event)
        line = make_line(
            self._source, shape.model_construct(), after.id, after.version, context,
            data=with_state(self._content(event, shape, after), state), by=event.by, at=event.at, event_id=event.event_id,
        )  # fmt: skip
        return replace(line, audience="provider") if self._internal(after) else line

    def _shape(self, event: Event) -> Shape:
        shape = self._shapes[type(event)]
        return shape if isinstance(shape, type) else shape(event)


def _check_required_fields(shapes: Mapping[type[Event], Any]) -> None:
    """Raises when a domain event lacks what its contract event requires; it would be published without it.

    A shape that a function chooses is not known here.
    """
    for kind, shape in shapes.items():
        fields: dict[str, Any] = getattr(shape, "model_fields", {})
        required = [name for name, field in fields.items() if field.is_required() and name != STATE]
        missing = [name for name in required if not hasattr(kind, name)]
        if missing:
            raise TypeError(f"{kind.__name__} has no {', '.join(missing)}, which {shape.TYPE} requires")


def refusal_line(
    source: str,
    shape: Callable[..., Publishable],
    context: Context,
    request_id: UUID,
    code: str,
    facts: Mapping[str, Any],
) -> JournalLine:
    """Returns the line that refuses a request. Its subject is a thing of its own with the request's id, in version 1."""
    refused = shape(code=code, facts={name: str(value) for name, value in facts.items()})
    return make_line(source, refused, request_id, 1, context)
