"""Checks, for the tests of every service, that its stored state survives upgrades, forwards and backwards.

Backwards: during a rolling upgrade a replica of this release rewrites what a newer one wrote, and loses no field. Forwards:
this release reads and rewrites rows of an earlier release, which are committed as files.
"""

from collections.abc import Iterable, Mapping
from dataclasses import fields, is_dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path
from types import UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

import orjson
from chassis.database.state_codec import StateCodec
from chassis.domain.stored import UNKNOWN
from hypothesis import given, settings
from hypothesis import strategies as st

Strategies = Mapping[str, st.SearchStrategy[Any]]
OF_A_NEWER_RELEASE = {"of_a_newer_release": {"text": "zażółć", "numbers": [1, None, 2.5]}}
_NUMBERS = st.integers(-(2**62), 2**62)
_JSON = st.recursive(
    st.none() | st.booleans() | _NUMBERS | st.text(), lambda part: st.lists(part, max_size=3), max_leaves=5
)
_PLAIN: dict[Any, st.SearchStrategy[Any]] = {
    Any: _JSON,
    object: _JSON,
    int: _NUMBERS,
    float: st.floats(allow_nan=False, allow_infinity=False),
    datetime: st.datetimes(datetime(1900, 1, 1), datetime(2200, 1, 1), timezones=st.just(UTC)),
    date: st.dates(date(1900, 1, 1), date(2200, 1, 1)),
}


def check_newer_fields_are_kept(
    codec: StateCodec[Any], given_fields: Strategies | None = None, *, changes: str = "version"
) -> None:
    """Builds things, adds a field at every level as a newer release would, and rewrites them with a change.

    `given_fields` are strategies for fields that do not accept every value of their type. `changes` names the field (int or
    str) that is changed.
    """

    @settings(max_examples=50, deadline=None)
    @given(things(codec.kind, given_fields))
    def kept(thing: Any) -> None:
        newer = with_more(thing, orjson.loads(codec.write(thing)))
        read = codec.read(orjson.dumps(newer), codec.version + 1)
        assert read == thing
        changed = {changes: getattr(thing, changes) * 2}
        assert orjson.loads(codec.write(replace(read, **changed))) == {**newer, **changed}

    kept()


def check_rows_of_the_last_release(codec: StateCodec[Any], file: Path) -> None:
    """Reads the rows of a file (see `rows`) and writes them again. Rows of this version must lose nothing at any level."""
    for row in orjson.loads(file.read_bytes()):
        again = orjson.loads(codec.write(codec.read(orjson.dumps(row["state"]), row["state_version"])))
        assert row["state_version"] < codec.version or _holds(again, row["state"]), again


def rows(codec: StateCodec[Any], some: Iterable[Any]) -> bytes:
    """Returns the content of a file of rows: a list of `state_version` and `state`."""
    content = [{"state_version": codec.version, "state": orjson.loads(codec.write(thing))} for thing in some]
    return orjson.dumps(content, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)


def things(kind: type[Any], given_fields: Strategies | None = None) -> st.SearchStrategy[Any]:
    """Returns a strategy for things of a kind with every field filled, also the optional ones."""
    hints = get_type_hints(kind, include_extras=False)
    names = [one.name for one in fields(kind) if one.name != UNKNOWN and one.init]
    return st.builds(kind, **{name: _values(hints[name]) for name in names} | dict(given_fields or {}))


def with_more(value: Any, content: Any) -> Any:
    """Returns the JSON of a value as a newer release would write it, with one more field in every object."""
    if is_dataclass(value):
        known = {name: with_more(getattr(value, name), part) for name, part in content.items()}
        return known | OF_A_NEWER_RELEASE
    if isinstance(value, Mapping):
        return {str(name): with_more(part, content[str(name)]) for name, part in value.items()}
    if isinstance(value, (tuple, list)):
        return [with_more(part, content[place]) for place, part in enumerate(value)]
    return content


def _holds(after: Any, before: Any) -> bool:
    if isinstance(before, dict):
        return isinstance(after, dict) and all(name in after and _holds(after[name], before[name]) for name in before)
    if isinstance(before, list):
        return isinstance(after, list) and len(after) == len(before) and all(map(_holds, after, before))
    return bool(after == before)


def _values(hint: Any) -> st.SearchStrategy[Any]:
    if hint in _PLAIN:
        return _PLAIN[hint]
    if isinstance(hint, type) and is_dataclass(hint):
        return st.deferred(lambda: things(hint))
    origin, parts = get_origin(hint), [part for part in get_args(hint) if part is not Ellipsis]
    if origin in (Union, UnionType):
        return st.one_of([_values(part) for part in parts])
    if isinstance(origin, type) and issubclass(origin, Mapping):
        return st.dictionaries(*map(_values, parts), max_size=3)
    if isinstance(origin, type) and issubclass(origin, (tuple, list, frozenset, set)):
        return _collection(origin, hint, parts)
    return st.from_type(hint)


def _collection(origin: type[Any], hint: Any, parts: list[Any]) -> st.SearchStrategy[Any]:
    if origin is tuple and Ellipsis not in get_args(hint):
        return st.tuples(*map(_values, parts))
    return st.lists(_values(parts[0]), max_size=3, unique=issubclass(origin, (frozenset, set))).map(origin)
