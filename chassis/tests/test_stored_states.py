"""A stored state survives releases: earlier versions are upcast, and rewriting keeps the fields of a newer release."""

from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

import orjson
from chassis.database.state_codec import StateCodec
from chassis.domain.stored import Stored


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
