"""A running process says when it will be ready and how many steps there are, by the preview's own engine."""

from datetime import date
from typing import Any

import orjson
import pytest
from processes.domain.forecast import Forecast, forecast, with_forecast
from processes.domain.preview import preview
from processes.events import PROCESSES

KEYS = ["onboarding", "hardware_service", "user_request", "offboarding"]
ORDERING = {"order_hardware", "accept_delivery", "receive_hardware"}


def forecast_of(run: Any) -> Forecast:
    return forecast(run.running, run.scenario, run.now)


def seen(run: Any) -> Any:
    """The public state, with what is ahead."""
    return orjson.loads(PROCESSES.state(with_forecast(run.running, forecast_of(run))))


@pytest.mark.parametrize("key", KEYS)
def test_when_it_starts_it_says_what_the_preview_said(world: Any, key: str) -> None:
    run = world(key)
    promised, found = preview(run.scenario, run.form, run.now), forecast_of(run)

    assert found.ready_on == promised.ready_on
    assert {step.key for step in run.running.steps} - set(found.not_needed) == {step.key for step in promised.steps}
    assert seen(run)["progress"]["total"] == len(promised.steps)


@pytest.mark.parametrize("key", KEYS)
def test_the_number_of_steps_stays_and_what_is_done_grows_to_it(world: Any, key: str) -> None:
    run, counted = world(key), []
    while run.running.open:
        counted.append(seen(run)["progress"])
        run.go_on()
    counted.append(seen(run)["progress"])

    assert len({one["total"] for one in counted}) == 1
    done = [one["done"] for one in counted]
    assert done == sorted(done)
    assert done[-1] == counted[-1]["total"]


def test_the_first_day_counts_before_any_task_of_it_exists(world: Any) -> None:
    run = world("onboarding")

    assert all(step.due_at is None for step in run.running.steps if step.key == "give_hardware")
    assert seen(run)["ready_on"] == "2026-03-16"


def test_an_empty_stock_brings_more_steps_and_a_later_day(world: Any) -> None:
    run = world("onboarding", start_date="2026-03-05")
    before = forecast_of(run.go_until("reserve_hardware"))
    run.answer(run.request("reserve_hardware"), refuse_with="assets.none_available")
    after = forecast_of(run)

    assert set(before.not_needed) - set(after.not_needed) == ORDERING
    assert before.ready_on is not None
    assert after.ready_on is not None
    assert after.ready_on > before.ready_on


def test_a_step_that_will_not_be_needed_is_told_from_the_others(world: Any) -> None:
    expected = {step["key"]: step["expected"] for step in seen(world("onboarding"))["steps"]}

    assert {key for key, needed in expected.items() if not needed} == ORDERING


def test_while_it_is_stuck_nobody_promises_a_day(world: Any) -> None:
    run = world("onboarding").go_until("register_person")
    run.answer(run.request("register_person"), refuse_with="assets.person_already_known")

    assert run.running.phase == "blocked"
    assert forecast_of(run).ready_on is None


def test_a_question_that_is_being_changed_counts_as_one_that_will_be_answered(world: Any) -> None:
    run = world("onboarding")
    run.decide("changes_requested")

    assert forecast_of(run).ready_on == date(2026, 3, 16)


def test_a_draft_and_what_is_over_or_undone_have_nothing_ahead(world: Any) -> None:
    over, undone = (
        world("user_request").go_to_the_end(),
        world("onboarding").go_until("register_person"),
    )
    undone.cancel()

    assert [forecast_of(run) for run in (over, undone)] == [Forecast(), Forecast()]
