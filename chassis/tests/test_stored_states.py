"""A stored state survives releases: earlier versions are upcast, and rewriting keeps the fields of a newer release."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Literal
from uuid import UUID

import orjson
import pytest
from chassis.database.state_codec import StateCodec
from chassis.domain.stored import NewerRelease, Stored
from pydantic import ValidationError
from testkit import stored


@dataclass(frozen=True, slots=True)
class Owner(Stored):
    id: UUID
    name: str


@dataclass(frozen=True, slots=True)
class Machine(Stored):
    id: UUID
    title: str
    owner: Owner | None = None
    earlier: tuple[Owner, ...] = ()
    facts: Any = None


ID = "018f0000-0000-7000-8000-000000000001"
NEWER = {
    "id": ID,
    "title": "Press",
    "colour": "red",
    "owner": {"id": ID, "name": "Anna", "mail": {"home": "a@b"}},
    "earlier": [{"id": ID, "name": "Jan", "until": "2026-01-01"}],
    "facts": None,
}


def test_what_is_not_known_is_kept_at_every_level() -> None:
    codec = StateCodec(Machine)

    read = codec.read(orjson.dumps(NEWER), 1)
    written = orjson.loads(codec.write(replace(read, title="Mill")))

    assert written == {**NEWER, "title": "Mill"}


def test_what_is_not_known_goes_with_what_carried_it() -> None:
    codec = StateCodec(Machine)

    read = codec.read(orjson.dumps(NEWER), 1)
    written = orjson.loads(codec.write(replace(read, owner=None)))

    assert written == {**NEWER, "owner": None}


def test_a_state_of_an_earlier_version_is_upcast_step_by_step() -> None:
    codec = StateCodec(Machine, [lambda old: {**old, "title": old["name"]}, lambda old: {**old, "facts": 1}])

    read = codec.read(orjson.dumps({"id": ID, "name": "Press"}), 1)

    assert (codec.version, read.title, read.facts, read.unknown) == (3, "Press", 1, {"name": "Press"})


def test_a_state_of_a_later_version_is_read_as_far_as_it_is_known() -> None:
    codec = StateCodec(Machine)

    assert codec.read(orjson.dumps(NEWER), 7).title == "Press"


def test_unknown_fields_make_no_two_things_different() -> None:
    codec = StateCodec(Machine)
    plain = {"id": ID, "title": "Press"}

    assert codec.read(orjson.dumps(plain), 1) == codec.read(orjson.dumps({**plain, "colour": "red"}), 1)


@dataclass(frozen=True, slots=True)
class Plain:
    """A value that is not a `Stored`, so it loses the fields of a newer release."""

    name: str


@dataclass(frozen=True, slots=True)
class Factory(Stored):
    version: int
    size: Literal["small", "large"]
    machines: Mapping[str, Machine] = field(default_factory=dict)
    owners: tuple[Owner, ...] = ()


@dataclass(frozen=True, slots=True)
class Forgetful(Stored):
    version: int
    part: Plain


def test_the_shared_check_finds_a_value_that_loses_what_it_does_not_know() -> None:
    stored.check_newer_fields_are_kept(StateCodec(Factory))

    with pytest.raises(AssertionError):
        stored.check_newer_fields_are_kept(StateCodec(Forgetful))


def test_the_shared_check_finds_a_field_that_rows_of_the_last_release_have_and_this_one_drops(tmp_path: Path) -> None:
    codec, file = StateCodec(Machine), tmp_path / "machine.json"
    file.write_bytes(stored.rows(codec, [codec.read(orjson.dumps(NEWER), 1)]))

    stored.check_rows_of_the_last_release(codec, file)
    with pytest.raises(AssertionError):
        stored.check_rows_of_the_last_release(_Dropping(Machine), file)


class _Dropping(StateCodec[Any]):
    def write(self, thing: Any) -> str:
        return super().write(replace(thing, owner=None))


@dataclass(frozen=True, slots=True)
class Gate(Stored):
    status: Literal["open", "shut"]
    part: Owner | None = None


def test_a_word_that_only_a_newer_release_knows_is_kept() -> None:
    codec = StateCodec(Gate)
    newer = {"status": "ajar", "part": None}

    assert orjson.loads(codec.write(codec.read(orjson.dumps(newer), 1))) == newer


def test_what_cannot_be_read_is_left_to_the_newer_release() -> None:
    codec = StateCodec(Gate)
    newer = orjson.dumps({"status": 7, "part": "none"})

    with pytest.raises(NewerRelease):
        codec.read(newer, 2)
    with pytest.raises(ValidationError):
        codec.read(newer, 1)
