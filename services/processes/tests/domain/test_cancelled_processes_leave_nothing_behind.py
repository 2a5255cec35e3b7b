"""A process can be cancelled at any moment; what it began is undone, in reverse, and what cannot be undone is shown."""

from typing import Any

import pytest
from chassis.domain.refusal import Refusal
from processes.domain.cancelling import cancel, give_up
from processes.domain.events import RequestMade
from processes.domain.step_commands import settle, skip


def moves_of(run: Any) -> Any:
    """How many moves the scenario takes to its end."""
    moves = 0
    while run.running.open:
        run.go_on()
        moves += 1
    return moves


def undone_by_hand(run: Any) -> set[str]:
    """Steps whose undoing somebody was asked to do."""
    titles = {"take_back_hardware": "Wydaj sprzęt z powrotem"}
    asked = [event.request for event in run.history if isinstance(event, RequestMade) and event.request.kind == "task"]
    return {step for step, title in titles.items() if any(title in str(one.fields["title"]) for one in asked)}


@pytest.mark.parametrize(
    "key", ["onboarding", "hardware_service", "hardware_retirement", "user_request", "offboarding"]
)
def test_a_process_cancelled_after_any_move_leaves_nothing_behind(world: Any, key: Any) -> None:
    for moves in range(moves_of(world(key))):
        run = world(key)
        before = set(run.holdings.held)
        for _ in range(moves):
            run.go_on()

        run.cancel()
        run.go_to_the_end()

        assert (run.running.status, run.running.phase) == ("cancelled", "compensated"), moves
        assert run.holdings.loose_ends() == set(), moves
        assert run.holdings.held | run.holdings.collected == before or run.holdings.retired, moves
        # What was collected from a leaver is given back by hand.
        assert ("take_back_hardware" in undone_by_hand(run)) == bool(run.holdings.collected), moves


def test_undoing_goes_in_reverse_of_what_was_done(world: Any) -> None:
    run = world("onboarding").go_until("welcome")

    run.act(run.request("welcome"))
    run.cancel()
    run.deliver(run.answers[0])
    run.go_to_the_end()

    undone = [kind for kind in run.kinds() if kind in ("deactivate_person", "take_back_asset", "withdraw_person")]
    assert undone == ["deactivate_person", "take_back_asset", "withdraw_person"]


def test_a_reservation_that_is_still_on_its_way_is_released_when_its_answer_comes(world: Any) -> None:
    run = world("onboarding").go_until("reserve_hardware")
    run.act(run.request("reserve_hardware"))

    run.cancel()
    assert "release_asset" not in run.kinds()
    run.deliver(run.answers[0])
    run.go_to_the_end()

    assert run.running.phase == "compensated"
    assert run.holdings.reserved == set()


def test_a_task_that_was_closed_just_before_it_was_withdrawn_is_undone_too(world: Any) -> None:
    run = world("user_request").go_until("carry_out")
    run.act(run.request("carry_out"))

    run.cancel()
    run.act(run.request("carry_out"))
    run.deliver(run.answers[1])
    assert run.running.next_move.asks == "settle"
    run.deliver(run.answers[0])

    assert run.requests[0].fields["title"] == "Wycofaj: Figma dla: Ewa Lis"
    assert run.running.next_move.side == "provider"


def test_what_cannot_be_undone_is_recorded_and_shown(world: Any) -> None:
    run = world("onboarding").go_until("prepare_hardware")
    run.cancel()

    run.answer(run.request("prepare_hardware"))
    run.answer(next(r for r in run.requests if r.kind == "release_asset"), refuse_with="assets.legal_hold")
    run.go_to_the_end()

    assert run.running.phase == "compensated"
    assert [(left.step, left.code) for left in run.running.not_undone] == [("reserve_hardware", "assets.legal_hold")]


def test_a_withdrawal_without_an_answer_can_be_settled_by_a_coordinator(world: Any, coordinator: Any) -> None:
    run = world("user_request").go_until("carry_out")
    run.cancel()

    run.take(settle(run.running, "carry_out", "ticket is gone", run.context(coordinator)))

    assert run.running.phase == "compensated"
    assert run.running.not_undone[0].facts == {"reason": "ticket is gone"}


def test_the_provider_cannot_cancel_for_the_client(world: Any, coordinator: Any) -> None:
    run = world("onboarding")

    with pytest.raises(Refusal) as refusal:
        cancel(run.running, "no time", run.context(coordinator))

    assert refusal.value.code == "processes.not_your_move"


def test_a_blocked_process_that_is_given_up_is_undone_and_has_failed(world: Any, coordinator: Any) -> None:
    run = world("onboarding").go_until("create_accounts")
    run.answer(run.request("create_accounts"), refuse_with="tickets.rejected")

    run.take(give_up(run.running, "no licence", run.context(coordinator)))
    run.go_to_the_end()

    assert run.running.status == "failed"
    assert run.holdings.loose_ends() == set()


def test_a_cancelled_process_cannot_be_cancelled_again(world: Any) -> None:
    run = world("onboarding")
    run.cancel()

    with pytest.raises(Refusal) as refusal:
        run.cancel()

    assert refusal.value.code == "processes.illegal_move"


def test_a_step_left_out_in_between_does_not_make_undoing_forget_what_came_after_it(world: Any, decider: Any) -> None:
    run = world("onboarding").go_until("give_hardware")
    run.answer(run.request("give_hardware"), refuse_with="tickets.rejected")
    run.take(skip(run.running, "give_hardware", "sent by parcel", run.context(decider)))

    run.cancel()
    assert "release_asset" not in run.kinds()
    run.go_to_the_end()

    assert run.kinds()[-1] == "withdraw_person"
    assert run.holdings.loose_ends() == set()


def test_undoing_at_the_vendor_brings_the_device_back_even_if_it_was_never_taken_in(world: Any, decider: Any) -> None:
    run = world("hardware_service", needs_loaner=False)
    run.answer(run.request("into_service"), refuse_with="assets.illegal_move")
    run.take(skip(run.running, "into_service", "it is here already", run.context(decider)))
    run.go_until("repair_or_replace")

    run.cancel()
    run.go_to_the_end()

    assert run.kinds().count("return_from_service") == 1
    assert run.holdings.in_service == set()
