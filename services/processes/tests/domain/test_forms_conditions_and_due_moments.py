"""The small parts: conditions that explain themselves, due moments that skip weekends, forms that name each fault."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time
from typing import Any
from uuid import UUID

import pytest
from chassis.domain.actor import SYSTEM
from chassis.domain.event import Event
from chassis.domain.refusal import Refusal
from hypothesis import given
from hypothesis import strategies as st
from processes.domain.condition import All, Among, AnyOf, Contains, Equals, IsSet, Unless, explain, holds
from processes.domain.due import DueRule, Offset, due_at, shift
from processes.domain.evolution import evolve
from processes.domain.forms import complete_form
from processes.domain.process import NewProcess, Process
from processes.domain.process_context import ProcessContext
from processes.domain.starting import start
from processes.domain.timers import fire_timers, next_timer
from processes.domain.values import Money, Reference, Values
from processes.scenarios.loader import read

from calendars import office_hours

POLAND = office_hours()
POLISH = ("PLN", POLAND)

MONDAY = datetime(2026, 3, 2, 9, tzinfo=UTC)
FACTS: Values = {"hardware": "laptop", "several": ("a", "b"), "empty": "", "no": False}
WAITING = """
key: waiting
version: 1
title: {pl: Czekanie, en: Waiting}
summary: {pl: Czekanie, en: Waiting}
about: {pl: Czekanie, en: Waiting}
inputs: [{key: day, type: date, label: {pl: Dzień, en: Day}}]
steps:
  - {key: wait, kind: wait_until, title: {pl: Czekaj, en: Wait}, until: {anchor: day}}
"""


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        (None, True),
        (Equals("hardware", "laptop"), True),
        (Equals("hardware", "desktop"), False),
        (Equals("no", False), True),
        (Equals("missing", False), False),
        (Among("hardware", ("laptop", "desktop")), True),
        (Contains("several", "b"), True),
        (Contains("hardware", "lap"), False),
        (IsSet("hardware"), True),
        (IsSet("empty"), False),
        (IsSet("missing"), False),
        (Unless(IsSet("missing")), True),
        (All((IsSet("hardware"), IsSet("missing"))), False),
        (AnyOf((IsSet("hardware"), IsSet("missing"))), True),
    ],
)
def test_a_condition_holds_or_not(condition: Any, expected: Any) -> None:
    assert holds(condition, FACTS) is expected


def test_a_condition_explains_what_it_found() -> None:
    findings = explain(All((Equals("hardware", "desktop"), Unless(IsSet("missing")))), FACTS)

    assert [(f.fact, f.test, f.actual, f.holds) for f in findings] == [
        ("hardware", "equals", "laptop", False),
        ("missing", "is_set", None, False),
    ]


@pytest.mark.parametrize(
    ("offset", "expected"),
    [
        (Offset(1), date(2026, 3, 3)),
        (Offset(5), date(2026, 3, 9)),
        (Offset(-1), date(2026, 2, 27)),
        (Offset(5, "days"), date(2026, 3, 7)),
    ],
)
def test_business_days_step_over_the_weekend(offset: Offset, expected: date) -> None:
    assert shift(MONDAY, offset, POLAND) == datetime.combine(expected, time(9), tzinfo=UTC)


@given(st.integers(1, 60))
def test_business_days_go_there_and_back(days: Any) -> None:
    assert shift(shift(MONDAY, Offset(days), POLAND), Offset(-days), POLAND) == MONDAY


def test_whoever_starts_late_still_has_one_business_day() -> None:
    rule = DueRule("start_date", Offset(-4))

    assert due_at(rule, {"start_date": MONDAY}, MONDAY, POLAND) == datetime(2026, 3, 3, 9, tzinfo=UTC)
    assert due_at(rule, {}, MONDAY, POLAND) is None


@pytest.mark.parametrize(
    ("field", "value", "fault"),
    [
        ("email", "not an address", "email"),
        ("start_date", "next Monday", "date"),
        ("start_date", "", "required"),
        ("hardware", "typewriter", "choice"),
        ("accessories", ("monitor", "typewriter"), "choices"),
        ("manager", "Ewa", "person"),
        ("first_name", "x" * 201, "text"),
        ("salary", 1, "unknown"),
    ],
)
def test_a_form_names_each_field_that_is_wrong(catalogue: Any, forms: Any, field: Any, value: Any, fault: Any) -> None:
    with pytest.raises(Refusal) as refusal:
        complete_form(catalogue.get("onboarding").for_client(*POLISH), {**forms["onboarding"], field: value}, {})

    assert refusal.value.facts["fields"] == {field: fault}


def test_money_in_another_currency_is_not_taken(catalogue: Any, forms: Any) -> None:
    with pytest.raises(Refusal) as refusal:
        complete_form(
            catalogue.get("user_request").for_client(*POLISH),
            {**forms["user_request"], "expected_cost": Money(1, "EUR")},
            {},
        )

    assert refusal.value.facts["fields"] == {"expected_cost": "currency"}


def test_a_field_that_is_not_shown_has_no_say(catalogue: Any, forms: Any) -> None:
    model = Reference(UUID(int=5), "ThinkPad")

    form = complete_form(
        catalogue.get("onboarding").for_client(*POLISH),
        {**forms["onboarding"], "hardware": "none", "model": model},
        {},
    )

    assert "model" not in form
    assert form["language"] == "pl"


def after(process: Process | None, happened: Sequence[Event]) -> Process:
    """The process with everything that happened to it."""
    for event in happened:
        process = evolve(process, event)
    assert process is not None
    return process


def test_a_process_that_waits_for_a_day_is_scheduled_and_goes_on_by_its_timer() -> None:
    context = ProcessContext(read("waiting.yaml", WAITING).for_client(*POLISH), SYSTEM, MONDAY, lambda: UUID(int=1))
    scheduled = after(None, start(NewProcess(UUID(int=1), UUID(int=2), "en"), {"day": "2026-03-06"}, context))
    moment = datetime(2026, 3, 6, 16, tzinfo=UTC)
    assert (scheduled.status, next_timer(scheduled)) == ("scheduled", moment)

    later = ProcessContext(context.scenario, SYSTEM, moment, context.new_id)

    assert after(scheduled, fire_timers(scheduled, later)).status == "completed"
