"""A version that was published stays as it is, for processes that began with it. What is better is a new version."""

import json
from collections.abc import Callable
from hashlib import sha256
from importlib.resources import files
from typing import Any

import pytest
import yaml

from calendars import office_hours

PUBLISHED = {
    "hardware_retirement.v1": "f2d43736bc0b8849",
    "hardware_service.v1": "68814f29253006ef",
    "offboarding.v1": "f82fbafe53cd0964",
    "onboarding.v1": "e0418a79c78c91cb",
    "user_request.v1": "951038e5503d402e",
}
"""The digest of what each file says (not of how it is laid out, nor of its comments). A line is added, never changed."""


def digest_of(name: str) -> str:
    text = (files("processes.scenarios") / f"{name}.yaml").read_text(encoding="utf-8")
    return sha256(json.dumps(yaml.safe_load(text), sort_keys=True, default=str).encode()).hexdigest()[:16]


@pytest.mark.parametrize("name", PUBLISHED)
def test_it_says_what_it_said(name: str) -> None:
    assert digest_of(name) == PUBLISHED[name], f"{name} was published: write what is different as its next version"


def test_every_version_that_comes_with_the_service_is_written_down() -> None:
    there = {entry.name.removesuffix(".yaml") for entry in files("processes.scenarios").iterdir()}

    assert {name for name in there if ".v" in name} == set(PUBLISHED)


@pytest.mark.parametrize("name", sorted(PUBLISHED))
def test_processes_that_began_with_it_go_on_to_their_end(
    catalogue: Any, forms: Any, a_world: Callable[..., Any], name: str
) -> None:
    key, _, version = name.partition(".v")
    scenario = catalogue.get(key, int(version)).for_client("PLN", office_hours())
    run = a_world(scenario, forms[key]).start()

    run.go_to_the_end()

    assert run.running.status == "completed"
