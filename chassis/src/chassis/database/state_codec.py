"""How the state of a thing is kept as JSON: read from any earlier version, rewritten without losing unknown fields."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import fields
from typing import Any, Generic, TypeVar

import orjson
from pydantic import TypeAdapter

from chassis.domain.stored import UNKNOWN, Stored

T = TypeVar("T")
Upcast = Callable[[dict[str, Any]], dict[str, Any]]
"""From the JSON of one version to that of the next."""


class StateCodec(Generic[T]):
    """Reads and writes one kind of thing. Its version is one more than the number of upcasts."""

    def __init__(self, kind: type[T], upcasts: Sequence[Upcast] = ()) -> None:
        """`upcasts[n]` turns version n + 1 into n + 2; they are never changed once released."""
        self.kind = kind
        self._adapter: TypeAdapter[T] = TypeAdapter(kind)
        self._upcasts = tuple(upcasts)
        self.version = len(self._upcasts) + 1

    def read(self, state: str | bytes, version: int) -> T:
        """The thing in a state of this version; one of a newer release is read as far as it is known here."""
        if version >= self.version:
            return self._adapter.validate_json(state)
        content = orjson.loads(state)
        for upcast in self._upcasts[version - 1 :]:
            content = upcast(content)
        return self._adapter.validate_json(orjson.dumps(content))

    def write(self, thing: T) -> str:
        """The state as JSON, with the fields of a newer release that the thing carries along."""
        if not _carries_unknown(thing):
            return self._adapter.dump_json(thing).decode()
        content = self._adapter.dump_python(thing, mode="json")
        _put_back(thing, content)
        return orjson.dumps(content).decode()


def _carries_unknown(value: Any) -> bool:
    if isinstance(value, Stored):
        return bool(value.unknown) or any(
            _carries_unknown(getattr(value, one.name)) for one in fields(value) if one.name != UNKNOWN
        )
    return any(map(_carries_unknown, _parts(value)))


def _put_back(value: Any, content: Any) -> None:
    if isinstance(value, Stored):
        for one in fields(value):
            if one.name in content:
                _put_back(getattr(value, one.name), content[one.name])
        content.update(value.unknown)
    elif isinstance(value, Mapping):
        for name, part in value.items():
            _put_back(part, content[str(name)])
    else:
        for part, part_content in zip(_parts(value), content if isinstance(content, list) else (), strict=False):
            _put_back(part, part_content)


def _parts(value: Any) -> Sequence[Any]:
    if isinstance(value, Mapping):
        return tuple(value.values())
    return value if isinstance(value, (tuple, list)) else ()
