"""Stores the state of a thing as JSON: reads any earlier version, and rewrites it without losing unknown fields."""

from collections.abc import Callable, Sequence
from dataclasses import fields
from functools import cache
from typing import Any, Generic, TypeVar

import orjson
from pydantic import TypeAdapter, ValidationError

from chassis.domain.stored import UNKNOWN, NewerRelease, Stored

T = TypeVar("T")
Upcast = Callable[[dict[str, Any]], dict[str, Any]]
"""Converts the JSON of one version to that of the next."""
_WITH_PARTS = (Stored, dict, tuple, list)


class StateCodec(Generic[T]):
    """Reads and writes one kind of thing. Its version is one more than the number of upcasts."""

    def __init__(self, kind: type[T], upcasts: Sequence[Upcast] = ()) -> None:
        """`upcasts[n]` converts version n + 1 to n + 2. An upcast never changes once it is released.

        It adds and converts, and never renames: a replica of the last release may still write the old name. What the last
        release could not read at all raises the version.
        """
        self.kind = kind
        self._adapter: TypeAdapter[T] = TypeAdapter(kind)
        self._upcasts = tuple(upcasts)
        self.version = len(self._upcasts) + 1

    def read(self, state: str | bytes, version: int) -> T:
        """Returns the thing in a state of this version. One of a newer release is read as far as this release knows it.

        Raises NewerRelease when a newer version has something that cannot be read here.
        """
        if version > self.version:
            return self._read_newer(state)
        if version == self.version:
            return self._adapter.validate_json(state)
        content = orjson.loads(state)
        for upcast in self._upcasts[version - 1 :]:
            content = upcast(content)
        return self._adapter.validate_json(orjson.dumps(content))

    def _read_newer(self, state: str | bytes) -> T:
        try:
            return self._adapter.validate_json(state)
        except ValidationError as error:
            raise NewerRelease(f"{self.kind.__name__}: {error}") from error

    def write(self, thing: T) -> str:
        """Returns the state as JSON, with the unknown fields of a newer release that the thing carries."""
        if not _carries_unknown(thing):
            return self._adapter.dump_json(thing).decode()
        content = self._adapter.dump_python(thing, mode="json")
        _restore_unknown(thing, content)
        return orjson.dumps(content).decode()


def _carries_unknown(value: Any) -> bool:
    kind: Any = type(value)
    if issubclass(kind, Stored):
        if value.unknown:
            return True
        for name in _names(kind):  # a loop, because this is run for every write
            part = getattr(value, name)
            if isinstance(part, _WITH_PARTS) and _carries_unknown(part):
                return True
        return False
    return any(map(_carries_unknown, _parts(value)))


@cache
def _names(kind: type[Stored]) -> tuple[str, ...]:
    return tuple(one.name for one in fields(kind) if one.name != UNKNOWN)


def _restore_unknown(value: Any, content: Any) -> None:
    kind: Any = type(value)
    if issubclass(kind, Stored):
        for name in _names(kind):
            if name in content:
                _restore_unknown(getattr(value, name), content[name])
        content.update(value.unknown)
    elif isinstance(value, dict):
        for name, part in value.items():
            _restore_unknown(part, content[str(name)])
    else:
        for part, part_content in zip(_parts(value), content if isinstance(content, list) else (), strict=False):
            _restore_unknown(part, part_content)


def _parts(value: Any) -> Sequence[Any]:
    if isinstance(value, dict):
        return tuple(value.values())
    return value if isinstance(value, (tuple, list)) else ()
