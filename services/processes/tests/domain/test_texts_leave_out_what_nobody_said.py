"""What a scenario writes for people: a label with nothing after it is left out, and what people wrote stays as it is."""

import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from processes.domain.due import is_date
from processes.domain.pattern import TextPattern
from processes.domain.pattern_parser import parse
from processes.domain.rendering import render_text
from processes.domain.values import Text, Values

PART = TextPattern(
    parse("Komputer: {inputs.hardware?}.[ Akcesoria: {inputs.more?}.]"),
    parse("Computer: {inputs.hardware?}.[ More: {inputs.more?}.]"),
)


@pytest.mark.parametrize("nothing", [{}, {"inputs.more": ""}, {"inputs.more": Text("", "")}, {"inputs.more": ()}])
def test_a_part_without_its_fact_is_left_out(nothing: Any) -> None:
    assert render_text(PART, {"inputs.hardware": "laptop", **nothing}).pl == "Komputer: laptop."


def test_a_part_with_its_fact_is_told_without_its_brackets() -> None:
    facts: Values = {"inputs.hardware": "laptop", "inputs.more": Text("monitor", "screen")}

    assert render_text(PART, facts) == Text("Komputer: laptop. Akcesoria: monitor.", "Computer: laptop. More: screen.")


@pytest.mark.parametrize(
    "written", ["[pilne] {x}", "{inputs.hardware}", "[", "}", "{inputs.more|", "[ {inputs.more?}]"]
)
def test_brackets_and_braces_that_people_wrote_stay(written: str) -> None:
    facts: Values = {"inputs.hardware": "laptop", "inputs.more": written}

    assert render_text(PART, facts).pl == f"Komputer: laptop. Akcesoria: {written}."


@given(st.text(st.sampled_from("[]{}|?.a_ ") | st.characters(), min_size=1).filter(lambda text: not is_date(text)))
def test_what_people_wrote_is_never_parsed(written: str) -> None:
    facts: Values = {"inputs.hardware": "laptop", "inputs.more": written}

    assert render_text(PART, facts).en == f"Computer: laptop. More: {written}."


@pytest.mark.parametrize("accessories", [(), None])
def test_the_onboarding_asks_about_accessories_only_if_some_were_chosen(world: Any, accessories: Any) -> None:
    chosen, none = world("onboarding"), world("onboarding", accessories=accessories)
    asked = [run.questions[0].question for run in (chosen, none)]

    assert asked[0].pl.endswith("Komputer: laptop. Akcesoria: monitor.")
    assert asked[0].en.endswith("Computer: laptop. Accessories: monitor.")
    assert asked[1].pl.endswith("Komputer: laptop.")
    assert asked[1].en.endswith("Computer: laptop.")


@pytest.mark.parametrize("key", ["onboarding", "hardware_service", "user_request", "offboarding"])
def test_no_text_for_people_ends_a_label_with_nothing(world: Any, forms: Any, key: str) -> None:
    fewest = {"accessories": None, "asset": forms[key].get("asset") if key == "hardware_service" else None}
    run = world(key, **{name: value for name, value in fewest.items() if name in forms[key]}).go_to_the_end()
    tasks = [
        event.request.fields for event in run.history if hasattr(event, "request") and event.request.kind == "task"
    ]

    texts = [str(text) for fields in tasks for text in (fields["title"], fields["description"])]
    assert [text for text in texts if re.search(r":\s*(\.|$)", text)] == []
