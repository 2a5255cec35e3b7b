"""The published events: documented as they are, and never changed in a way a reader of the last release would not survive.

`contracts/released` holds, for each event of the last release, its schema and a sample. `python tests/contracts/release.py`
writes it anew when a release is made, and only then.
"""

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from contracts.catalogue import all_published
from contracts.envelope import Event
from polyfactory.factories.pydantic_factory import ModelFactory

FOLDER = Path(__file__).parents[2] / "contracts"
PUBLISHED = {event.TYPE: event for _, event in all_published()}
RELEASED = sorted(file.stem for file in (FOLDER / "released").glob("*.json"))


def released(name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((FOLDER / "released" / f"{name}.json").read_text("utf-8"))
    return found


def a_sample(event: type[Event], *, full: bool) -> dict[str, Any]:
    factory: Any = ModelFactory.create_factory(event, __random_seed__=7, __allow_none_optionals__=not full)
    sample: dict[str, Any] = json.loads(factory.build().model_dump_json())
    return sample


@pytest.mark.parametrize("name", sorted(PUBLISHED))
def test_the_committed_schema_is_what_the_model_says(name: str) -> None:
    committed = json.loads((FOLDER / "schemas" / f"{name}.json").read_text("utf-8"))

    assert committed == json.loads(json.dumps(PUBLISHED[name].model_json_schema())), "run `make docs`"


@pytest.mark.parametrize("name", RELEASED)
def test_what_the_last_release_sent_is_read_today(name: str) -> None:
    PUBLISHED[name].model_validate(released(name)["sample"])


@pytest.mark.parametrize("full", [True, False], ids=["full", "sparse"])
@pytest.mark.parametrize("name", RELEASED)
def test_what_is_sent_today_is_read_by_the_last_release(name: str, full: bool) -> None:
    jsonschema.validate(a_sample(PUBLISHED[name], full=full), released(name)["schema"])


def test_nothing_that_was_released_is_gone() -> None:
    assert RELEASED
    assert set(RELEASED) <= set(PUBLISHED)


def test_the_guard_catches_a_field_that_readers_need_and_that_is_gone() -> None:
    broken = a_sample(PUBLISHED["tickets.ticket.opened.v1"], full=True)
    del broken["state"]["number"]

    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(broken, released("tickets.ticket.opened.v1")["schema"])
