"""What a scenario writes for people: a label with nothing after it is left out, and what people wrote stays as it is."""

import re
from typing import Any

import pytest
from processes.domain.templates import render_both
from processes.domain.values import Text, Values

PART = Text(
    "Komputer: {inputs.hardware?}.[ Akcesoria: {inputs.more?}.]",
    "Computer: {inputs.hardware?}.[ More: {inputs.more?}.]",
)


@pytest.mark.parametrize("nothing", [{}, {"inputs.more": ""}, {"inputs.more": Text("", "")}, {"inputs.more": ()}])
def test_a_part_without_its_fact_is_left_out(nothing: Any) -> None:
    assert render_both(PART, {"inputs.hardware": "laptop", **nothing}).pl == "Komputer: laptop."


def test_a_part_with_its_fact_is_told_without_its_brackets() -> None:
    facts: Values = {"inputs.hardware": "laptop", "inputs.more": Text("monitor", "screen")}

    assert render_both(PART, facts) == Text("Komputer: laptop. Akcesoria: monitor.", "Computer: laptop. More: screen.")


def test_brackets_that_people_wrote_stay() -> None:
    assert render_both(Text("{inputs.more?}", "-"), {"inputs.more": "[pilne] {x}"}).pl == "[pilne] {x}"


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
