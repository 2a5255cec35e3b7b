"""How what happens to one kind of thing is published: its public state, and the journal line of each domain event.

Both are derived: the public state is read from the thing's attributes by their names, and an event's content from the
attributes of the domain event. A service only says which contract shape belongs to which domain event.
"""

from collections.abc import Callable, Mapping
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


class Publication(Generic[T]):
    """The public side of one kind of thing of a service."""

    def __init__(
        self,
        source: str,
        state: type[BaseModel],
        shapes: Mapping[type[Event], Shape | Callable[[Any], Shape]],
        machine: StateMachine[T] | None = None,
    ) -> None:
        """`shapes`: domain event -> contract event, or a function that chooses one for an event.

        `machine`: with it the public state says which moves are possible, who may make them, and what they still need.
        """
        self._source = source
        self._state = state
        self._shapes = shapes
        self._machine = machine

    def state(self, thing: T) -> bytes:
        """The thing as everybody may see it, as JSON."""
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
        """The journal line of one event; `state` is the thing's public state afterwards."""
        shape = self._shape(event)
        return make_line(
            self._source, shape.model_construct(), after.id, after.version, context,
            data=with_state(content(event, shape), state), by=event.by, at=event.at,
        )  # fmt: skip

    def _shape(self, event: Event) -> Shape:
        shape = self._shapes[type(event)]
        return shape if isinstance(shape, type) else shape(event)


def content(event: Event, shape: Shape) -> dict[str, Any]:
    """What the contract event says beside the state, read from the domain event; what is None is left to its default."""
    values = ((name, getattr(event, name, None)) for name in shape.model_fields if name != STATE)
    return {name: value for name, value in values if value is not None}


def refusal_line(
    source: str,
    shape: Callable[..., Publishable],
    context: Context,
    request_id: UUID,
    code: str,
    facts: Mapping[str, Any],
) -> JournalLine:
    """The answer to a request that cannot be fulfilled: a thing of its own, named by the request."""
    refused = shape(code=code, facts={name: str(value) for name, value in facts.items()})
    return make_line(source, refused, request_id, 1, context)
