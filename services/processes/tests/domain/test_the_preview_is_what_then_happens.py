"""A preview comes from the engine that then runs, so the two must agree."""

from datetime import date
from typing import Any

import pytest
from chassis.domain.refusal import Refusal
from processes.domain.preview import preview
from processes.domain.simulation import Assumptions
from processes.domain.values import Money

from calendars import office_hours

POLISH = ("PLN", office_hours())


@pytest.mark.parametrize("key", ["onboarding", "hardware_service", "user_request", "offboarding"])
def test_steps_decisions_cost_and_minutes_are_those_of_the_run(world: Any, key: Any) -> None:
    run = world(key)

    shown = preview(run.scenario, run.form, run.now)
    run.go_to_the_end()

    done = [step for step in run.running.steps if step.state == "done"]
    assert {step.key for step in shown.steps} == {step.key for step in done}
    assert {decision.step for decision in shown.decisions} == {step.key for step in done if step.kind == "decision"}
    assert shown.cost == run.running.cost
    assert (shown.client_minutes, shown.provider_minutes) == (
        sum(step.client_minutes for step in done),
        sum(step.estimate_minutes for step in done),
    )


def test_an_empty_stock_can_be_assumed_and_makes_it_later(catalogue: Any, forms: Any, world: Any) -> None:
    now, soon = world("onboarding").now, {**forms["onboarding"], "start_date": "2026-03-05"}

    in_stock = preview(catalogue.get("onboarding").for_client(*POLISH), soon, now)
    ordered = preview(
        catalogue.get("onboarding").for_client(*POLISH),
        soon,
        now,
        Assumptions(refusals={"reserve_hardware": "assets.none_available"}),
    )

    assert (in_stock.ready_on, ordered.ready_on) == (date(2026, 3, 5), date(2026, 3, 12))
    assert len(ordered.steps) == len(in_stock.steps) + 3


@pytest.mark.parametrize(("key", "day"), [("onboarding", date(2026, 3, 16)), ("offboarding", date(2026, 4, 2))])
def test_what_belongs_to_a_first_or_last_day_is_not_done_before_it(
    catalogue: Any, forms: Any, world: Any, key: str, day: date
) -> None:
    shown = preview(catalogue.get(key).for_client(*POLISH), forms[key], world(key).now)

    assert shown.ready_on == day


def test_another_option_costs_what_it_says(catalogue: Any, forms: Any, world: Any) -> None:
    assumed = Assumptions(options={"repair_or_replace": "replace"})

    shown = preview(
        catalogue.get("hardware_service").for_client(*POLISH),
        forms["hardware_service"],
        world("onboarding").now,
        assumed,
    )

    assert shown.cost == Money(15_000 + 520_000, "PLN")
    assert shown.decisions[0].assumed == "replace"


def test_the_clients_own_prices_count(catalogue: Any, forms: Any, world: Any) -> None:
    assumed = Assumptions(prices={"laptop": Money(300_000, "PLN")})

    shown = preview(
        catalogue.get("onboarding").for_client(*POLISH), forms["onboarding"], world("onboarding").now, assumed
    )

    assert shown.cost == Money(300_000 + 110_000, "PLN")


def test_a_start_that_comes_too_soon_shows_which_steps_will_be_late(catalogue: Any, forms: Any, world: Any) -> None:
    soon = {**forms["onboarding"], "start_date": "2026-03-03"}
    assumed = Assumptions(refusals={"reserve_hardware": "assets.none_available"})

    shown = preview(catalogue.get("onboarding").for_client(*POLISH), soon, world("onboarding").now, assumed)

    assert shown.ready_on > date(2026, 3, 3)


def test_a_form_that_could_not_be_started_cannot_be_previewed(catalogue: Any, world: Any) -> None:
    with pytest.raises(Refusal) as refusal:
        preview(catalogue.get("onboarding").for_client(*POLISH), {"first_name": "Jan"}, world("onboarding").now)

    assert refusal.value.code == "processes.form_invalid"
