"""What an app sends for a form becomes a value of its field's type, or is refused; nothing is guessed."""

from contextlib import suppress
from typing import Any, get_args
from uuid import UUID

import pytest
from chassis.domain.refusal import Refusal
from hypothesis import given
from hypothesis import strategies as st
from processes.domain.forms import complete_form
from processes.domain.reading_values import read_values
from processes.domain.scenario import Field, FieldType
from processes.domain.values import Money, Reference, Text
from pydantic import TypeAdapter

from calendars import office_hours

POLISH = ("PLN", office_hours())

EWA = UUID(int=802)
ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters()),
    lambda parts: st.lists(parts, max_size=3) | st.dictionaries(st.sampled_from(["id", "name", "amount"]), parts),
    max_leaves=6,
)


def field(kind: Any) -> Field:
    return Field("it", kind, Text("To", "It"))


@pytest.mark.parametrize(
    ("kind", "given_value", "expected"),
    [
        ("person", {"id": str(EWA), "name": "Ewa Lis"}, Reference(EWA, "Ewa Lis")),
        ("asset", {"id": str(EWA)}, Reference(EWA, "")),
        ("money", {"amount": 1250, "currency": "PLN"}, Money(1250, "PLN")),
        ("choices", ["a", "b"], ("a", "b")),
        ("choices", "a", ("a",)),
        ("text", "Zażółć gęślą", "Zażółć gęślą"),
        ("boolean", False, False),
        ("number", 0, 0),
    ],
)
def test_a_value_is_read_as_its_field_has_it(kind: str, given_value: Any, expected: Any) -> None:
    found = read_values([field(kind)], {"it": given_value})

    assert found == {"it": expected}
    assert type(found["it"]) is type(expected)


@pytest.mark.parametrize("empty", [None, ""])
def test_what_is_empty_was_not_filled_in(empty: Any) -> None:
    assert read_values([field("money")], {"it": empty}) == {}


@pytest.mark.parametrize(
    ("kind", "wrong"),
    [
        ("person", "Ewa"),
        ("person", {"id": "7"}),
        ("person", {"id": str(EWA), "name": ["Ewa"]}),
        ("money", 1250),
        ("money", {"amount": 12.5, "currency": "PLN"}),
        ("money", {"amount": True, "currency": "PLN"}),
        ("money", {"amount": "12", "currency": "PLN"}),
        ("money", {"amount": 12}),
        ("choices", [["a"]]),
        ("choices", {"a": True}),
        ("text", {"a": 1}),
        ("text", "half \ud800"),
        ("text", "nul \0"),
        ("number", 1.5),
    ],
)
def test_what_has_another_shape_is_refused_by_name(kind: str, wrong: Any) -> None:
    with pytest.raises(Refusal) as refusal:
        read_values([field(kind)], {"it": wrong})

    assert (refusal.value.code, refusal.value.kind) == ("processes.form_invalid", "invalid")
    assert refusal.value.facts == {"fields": {"it": "not_valid"}}


def test_a_name_that_cannot_be_written_is_refused_in_a_way_that_can() -> None:
    with pytest.raises(Refusal) as refusal:
        read_values([], {"\ud800": {}})

    assert refusal.value.facts == {"fields": {"?": "not_valid"}}


@given(kind=st.sampled_from(get_args(FieldType)), value=ANYTHING)
def test_whatever_is_read_can_be_stored_and_everything_else_is_refused(kind: str, value: Any) -> None:
    found: Any = {}
    with suppress(Refusal):
        found = read_values([field(kind)], {"it": value})

    assert TypeAdapter(dict[str, Any]).dump_json(found)


def test_an_endless_address_is_refused_without_being_read(catalogue: Any, forms: Any) -> None:
    form = {**forms["onboarding"], "email": f"a@{'.' * 1_000_000} "}

    with pytest.raises(Refusal) as refused:
        complete_form(catalogue.get("onboarding").for_client(*POLISH), form, {})

    assert refused.value.facts["fields"] == {"email": "email"}
