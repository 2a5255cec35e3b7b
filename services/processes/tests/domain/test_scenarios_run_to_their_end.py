"""Each scenario, run through in a simulated world."""

from typing import Any

import pytest
from processes.domain.events import RequestMade
from processes.domain.values import Money


@pytest.mark.parametrize(
    "key", ["onboarding", "hardware_service", "hardware_retirement", "user_request", "offboarding"]
)
def test_a_scenario_completes_when_everybody_does_what_they_are_asked(world: Any, key: Any) -> None:
    run = world(key)

    run.go_to_the_end()

    assert run.running.status == "completed"
    assert run.running.next_move is None


def test_an_onboarding_ends_with_a_laptop_in_the_hands_of_an_active_person(world: Any) -> None:
    run = world("onboarding")

    run.go_to_the_end()

    assert len(run.holdings.held) == 2
    assert run.holdings.active == run.holdings.people
    assert run.kinds()[-1] == "send_message"


def test_an_empty_stock_leads_to_an_order_and_not_to_a_failure(world: Any) -> None:
    run = world("onboarding").go_until("reserve_hardware")

    run.answer(run.request("reserve_hardware"), refuse_with="assets.none_available")
    run.go_to_the_end()

    assert run.running.status == "completed"
    assert {"order_asset", "receive_asset"} <= set(run.kinds())
    assert len(run.holdings.held) == 2


def test_an_onboarding_without_hardware_asks_for_no_decision_and_no_asset(world: Any) -> None:
    run = world("onboarding", hardware="none", accessories=())

    run.go_to_the_end()

    assert run.running.status == "completed"
    assert not any("asset" in kind for kind in run.kinds())
    assert not [step for step in run.running.steps if step.kind == "decision" and step.state == "done"]


def test_a_rejected_hardware_decision_cancels_the_onboarding_by_itself(world: Any) -> None:
    run = world("onboarding")

    run.decide("rejected")

    assert (run.running.status, run.running.phase) == ("cancelled", "compensated")
    assert run.requests == []


def test_a_repaired_device_goes_back_and_so_does_the_loaner(world: Any) -> None:
    run = world("hardware_service").go_until("repair_or_replace")

    run.decide(option="repair")
    run.go_to_the_end()

    assert run.running.status == "completed"
    assert run.holdings.loose_ends() == set()
    assert "retire_asset" not in run.kinds()


def test_a_replaced_device_is_retired_only_after_a_decision_of_its_own(world: Any) -> None:
    run = world("hardware_service").go_until("repair_or_replace")

    run.decide(option="replace")
    run.go_until("old_device").decide(option="retire", step="old_device")
    run.go_to_the_end()

    made = [event.request for event in run.history if isinstance(event, RequestMade)]
    retirement = next(request for request in made if request.kind == "retire_asset")
    assert retirement.fields["decision_id"] == run.running.step("old_device").outputs["decision_id"]
    assert run.running.status == "completed"


def test_no_loaner_in_stock_is_an_exception_and_not_an_obstacle(world: Any) -> None:
    run = world("hardware_service").go_until("reserve_loaner")

    run.answer(run.request("reserve_loaner"), refuse_with="assets.none_available")
    run.go_to_the_end()

    assert run.running.status == "completed_with_exceptions"
    assert run.running.exceptions == ("reserve_loaner",)


def test_a_device_that_nobody_wants_repaired_goes_back_as_it_is(world: Any) -> None:
    run = world("hardware_service").go_until("repair_or_replace")

    run.decide("rejected")
    run.go_to_the_end()

    assert run.running.step("back_unrepaired").state == "done"
    assert run.holdings.loose_ends() == set()


def test_a_refused_user_request_ends_with_a_message_and_without_work(world: Any) -> None:
    run = world("user_request", expected_cost=Money(50000, "PLN"))

    run.decide("rejected")
    run.go_to_the_end()

    assert run.running.status == "completed"
    assert run.kinds() == ["send_message"]


def test_a_leaver_is_gone_only_after_the_absence_of_access_was_verified(world: Any) -> None:
    run = world("offboarding")

    run.go_to_the_end()

    assert run.kinds().index("mark_person_left") > run.kinds().index("return_holdings")
    assert run.running.step("person_left").ended_at > run.running.step("verify_no_access").ended_at


def test_a_leaver_who_still_holds_something_blocks_the_process(world: Any) -> None:
    run = world("offboarding").go_until("person_left")

    run.answer(run.request("person_left"), refuse_with="assets.person_still_holds")

    assert (run.running.status, run.running.phase) == ("running", "blocked")
    assert (run.running.next_move.side, run.running.next_move.asks) == ("provider", "mend")


@pytest.mark.parametrize(
    ("reason", "option", "kind", "move"),
    [("worn_out", "retire", "retire_asset", "retire"), ("missing", "write_off", "write_off_asset", "end")],
)
def test_hardware_goes_as_the_client_decided(world: Any, reason: str, option: str, kind: str, move: str) -> None:
    run = world("hardware_retirement", reason=reason)
    offered = run.questions[0].options
    run.go_to_the_end()

    assert [(one.key, [permit.move for permit in one.permits]) for one in offered] == [(option, [move])]
    assert offered[0].permits[0].asset_id == run.running.inputs["asset"].id
    assert kind in run.kinds()
    assert run.running.status == "completed"
