"""Every event of every owner: named by the rule, unique, documented, frozen."""

import re
from collections.abc import Iterator
from typing import get_args

import pytest
from contracts.catalogue import OWNERS, events_of, requests_to
from contracts.envelope import Event, Request
from contracts.vocabulary import WithMoves
from pydantic import BaseModel

RULE = re.compile(r"^[a-z]+\.[a-z_]+\.[a-z_]+\.v[0-9]+$")
EVENTS = [event for owner in OWNERS for event in events_of(owner)]
REQUESTS = [request for owner in OWNERS for request in requests_to(owner)]


@pytest.mark.parametrize("event", EVENTS, ids=lambda event: event.TYPE)
def test_an_event_is_named_by_the_rule_and_documented(event: type[Event]) -> None:
    assert RULE.match(event.TYPE), event.TYPE
    assert event.__doc__
    assert event.model_config["frozen"]


def test_no_two_events_have_one_type() -> None:
    types = [event.TYPE for event in [*EVENTS, *REQUESTS]]

    assert len(types) == len(set(types))


@pytest.mark.parametrize("event", EVENTS, ids=lambda event: event.TYPE)
def test_an_owner_publishes_only_its_own_types(event: type[Event]) -> None:
    assert event.TYPE.split(".")[0] == event.__module__.split(".")[1]


@pytest.mark.parametrize("request_", REQUESTS, ids=lambda request: request.TYPE)
def test_a_request_names_one_addressee_that_owns_its_shape(request_: type[Request]) -> None:
    assert request_.__module__.split(".")[1] == request_.ADDRESSEE
    assert request_.TYPE.startswith("processes.")


def _rights_in(model: type[BaseModel], path: str, seen: frozenset[type]) -> Iterator[str]:
    """Yields where a model has rights in it, as paths of field names."""
    for name, field in model.model_fields.items():
        for part in _models_of(field.annotation):
            if issubclass(part, WithMoves):
                yield f"{path}.{name}"
            if part not in seen:
                yield from _rights_in(part, f"{path}.{name}", seen | {part})


def _models_of(annotation: object) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for argument in get_args(annotation):
        yield from _models_of(argument)


@pytest.mark.parametrize("event", [*EVENTS, *REQUESTS], ids=lambda event: event.TYPE)
def test_rights_stand_in_the_state_only_where_they_are_taken_out_for_clients(event: type[Event]) -> None:
    assert set(_rights_in(event, "", frozenset())) <= {".state"}
