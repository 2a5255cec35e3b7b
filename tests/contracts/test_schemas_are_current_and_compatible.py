"""The published events: documented as they are, and never changed in a way a reader of the last release would not survive.

`contracts/released` holds the schemas of the last release and a sample of each event. `python tests/contracts/release.py`
writes it anew when a release is made, and only then.
"""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import contracts.vocabulary
import pytest
from contracts.catalogue import all_published
from contracts.envelope import Event
from contracts.json_schemas import documents
from jsonschema import Draft202012Validator
from release import FOLDER, a_sample, broken_promises, refusals, registry, write_release

EVENTS = [event for _, event in all_published()]
FILES = sorted((FOLDER.parent / "schemas").glob("*.json"))
COMMITTED = {file.stem: json.loads(file.read_text("utf-8")) for file in FILES}
SCHEMAS = registry(COMMITTED.values())
TICKET_OPENED = "tickets.ticket.opened.v1"


def test_the_committed_schemas_are_what_the_models_say() -> None:
    assert json.loads(json.dumps(documents())) == COMMITTED, "run `make docs`"


@pytest.mark.parametrize("name", sorted(COMMITTED))
def test_a_shape_stands_once_and_is_only_referred_to_in_others(name: str) -> None:
    Draft202012Validator.check_schema(COMMITTED[name])

    shapes = COMMITTED[name]["$defs"]
    assert [shape for shape in shapes if '"properties":' in json.dumps(shapes[shape].get("properties"))] == []


def test_the_vocabulary_holds_nothing_of_an_owner() -> None:
    assert [shape for shape in COMMITTED["vocabulary"]["$defs"] if not hasattr(contracts.vocabulary, shape)] == []


@pytest.mark.parametrize("full", [True, False], ids=["full", "sparse"])
@pytest.mark.parametrize("event", EVENTS, ids=lambda event: event.TYPE)
def test_an_event_fits_the_schema_that_is_found_by_its_type(event: type[Event], full: bool) -> None:
    assert refusals(SCHEMAS, event.TYPE, a_sample(event, full=full)) == []
    assert refusals(SCHEMAS, event.TYPE, {}) != []


@pytest.mark.skipif(not list(FOLDER.glob("*.json")), reason="nothing has been released")
def test_a_reader_of_the_last_release_survives_today() -> None:
    assert broken_promises(FOLDER) == []


def test_a_reader_of_a_release_made_today_survives_today(tmp_path: Path) -> None:
    write_release(tmp_path)

    assert broken_promises(tmp_path) == []


def a_field_of_a_state_is_gone(release: Any) -> None:
    release["tickets"]["schema"]["$defs"]["Ticket"]["required"].append("colour")


def a_field_of_a_shared_shape_is_gone(release: Any) -> None:
    release["vocabulary"]["schema"]["$defs"]["Named"]["required"].append("colour")


def a_field_is_needed_that_was_not_sent(release: Any) -> None:
    del release["tickets"]["samples"][TICKET_OPENED]["state"]["number"]


def an_event_is_gone(release: Any) -> None:
    release["tickets"]["samples"]["tickets.ticket.thanked.v1"] = {}


@pytest.mark.parametrize(
    ("what", "caught"),
    [
        (a_field_of_a_state_is_gone, f"{TICKET_OPENED}: $.state: 'colour' is a required property"),
        (a_field_of_a_shared_shape_is_gone, f"{TICKET_OPENED}: $.state.requester: "),
        (a_field_is_needed_that_was_not_sent, f"{TICKET_OPENED}: what the release sent is not read today"),
        (an_event_is_gone, "tickets.ticket.thanked.v1: is gone"),
    ],
)
def test_the_guard_catches_it_when(what: Callable[[Any], None], caught: str, tmp_path: Path) -> None:
    write_release(tmp_path)
    release = {file.stem: json.loads(file.read_text("utf-8")) for file in tmp_path.glob("*.json")}
    what(release)
    for name, content in release.items():
        (tmp_path / f"{name}.json").write_text(json.dumps(content), "utf-8")

    assert any(broken.startswith(caught) for broken in broken_promises(tmp_path))
