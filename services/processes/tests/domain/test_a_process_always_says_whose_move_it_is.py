"""Status, phase and next move of a process, and what people do when it does not go by itself."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from chassis.domain.refusal import Refusal
from processes.domain.answers import request_completed, task_progressed
from processes.domain.events import ProcessDrafted
from processes.domain.process import NewProcess, NextMove
from processes.domain.revising import revise
from processes.domain.starting import draft, fill_in, start_draft
from processes.domain.step_commands import report_findings, retry, skip
from processes.domain.timers import fire_timers, next_timer
from processes.domain.values import Money, Reference, Values


def failed_at(run: Any, step: Any) -> Any:
    run.go_until(step)
    run.answer(run.request(step), refuse_with="tickets.rejected")
    return run


def test_a_new_onboarding_waits_for_a_decider_of_the_client(world: Any) -> None:
    run = world("onboarding")

    move = run.running.next_move

    assert run.running.status == "awaiting_decision"
    assert (move.side, move.asks, move.role) == ("client", "decide", "decider")
    assert "Jan Kowalski" in move.texts.pl
    assert move.due_at == datetime(2026, 3, 4, 9, tzinfo=UTC)


def test_a_task_waits_for_its_team_with_its_due_moment(world: Any) -> None:
    run = world("onboarding").go_until("create_accounts")

    move = run.running.next_move

    assert (run.running.status, run.running.phase) == ("running", "on_track")
    assert (move.side, move.asks, move.team) == ("provider", "work", "identity")
    assert move.due_at == datetime(2026, 3, 13, 16, tzinfo=UTC)


def test_whose_move_it_is_in_the_ticket_is_whose_move_it_is_in_the_process(world: Any) -> None:
    run = world("user_request")
    asked = NextMove("client", "answer", run.now, account=Reference(UUID(int=901), "Anna Nowak"))

    run.take(task_progressed(run.running, run.request("carry_out").id, "waiting", asked, run.context()))

    assert (run.running.next_move.side, run.running.next_move.asks) == ("client", "answer")
    assert run.running.step("carry_out").state == "waiting"


def test_the_client_confirms_in_a_task_of_its_own_side(world: Any) -> None:
    run = world("user_request").go_until("confirm")

    assert run.request("confirm").fields["for_side"] == "client"
    assert run.running.next_move.account.name == "Anna Nowak"


def test_an_overdue_step_puts_the_process_at_risk_once(world: Any) -> None:
    run = world("user_request")
    due = next_timer(run.running)
    assert due is not None
    run.now = due + timedelta(minutes=1)

    run.take(fire_timers(run.running, run.context()))

    assert run.running.phase == "at_risk"
    assert fire_timers(run.running, run.context()) == []
    assert next_timer(run.running) is None


def test_a_refused_task_blocks_the_process_until_the_coordinator_retries_it(world: Any, coordinator: Any) -> None:
    run = failed_at(world("onboarding"), "create_accounts")
    assert (run.running.phase, run.running.next_move.role) == ("blocked", "coordinator")

    run.take(retry(run.running, "create_accounts", "new licence bought", run.context(coordinator)))
    run.go_to_the_end()

    assert run.running.status == "completed"
    assert run.running.step("create_accounts").attempts == 2


def test_the_provider_cannot_leave_out_a_step_that_is_not_optional(world: Any, coordinator: Any) -> None:
    run = failed_at(world("onboarding"), "create_accounts")

    with pytest.raises(Refusal) as refusal:
        skip(run.running, "create_accounts", "no time", run.context(coordinator))

    assert refusal.value.code == "processes.not_your_move"


def test_a_step_left_out_by_the_client_is_an_exception_at_the_end(world: Any, decider: Any) -> None:
    run = failed_at(world("onboarding"), "create_accounts")

    run.take(skip(run.running, "create_accounts", "has an account already", run.context(decider)))
    run.go_to_the_end()

    assert run.running.status == "completed_with_exceptions"
    assert run.running.exceptions == ("create_accounts",)


def test_a_technician_does_not_retry_steps(world: Any, technician: Any) -> None:
    run = failed_at(world("onboarding"), "create_accounts")

    with pytest.raises(Refusal, match=r"processes.not_your_move"):
        retry(run.running, "create_accounts", "again", run.context(technician))


def test_an_optional_step_that_fails_holds_nobody_up(world: Any) -> None:
    run = world("user_request").go_until("confirm")

    run.answer(run.request("confirm"), refuse_with="tickets.cancelled")
    run.go_to_the_end()

    assert run.running.status == "completed_with_exceptions"


def test_what_the_technician_found_becomes_the_price_of_the_option(world: Any, technician: Any) -> None:
    run = world("hardware_service").go_until("diagnose")
    findings: Values = {"repair_cost": Money(123_400, "PLN"), "repair_days": 9, "finding": "Płyta główna"}

    run.take(report_findings(run.running, "diagnose", findings, run.context(technician)))
    run.go_until("repair_or_replace")

    repair = run.questions[0].options[0]
    assert (repair.key, repair.cost, repair.days) == ("repair", Money(123_400, "PLN"), 9)
    assert "Płyta główna" in run.questions[0].question.pl


def test_a_device_beyond_repair_is_not_offered_for_repair(world: Any, technician: Any) -> None:
    run = world("hardware_service").go_until("diagnose")

    run.take(report_findings(run.running, "diagnose", {"repairable": False}, run.context(technician)))
    run.go_until("repair_or_replace")

    assert [option.key for option in run.questions[0].options] == ["replace"]


def test_an_estimate_never_passes_for_what_a_technician_found(world: Any, technician: Any) -> None:
    run = world("hardware_service").go_until("diagnose")
    request = run.request("diagnose")

    run.take(request_completed(run.running, request.id, {}, run.context()))

    failed, move = run.running.step("diagnose"), run.running.next_move
    assert (run.running.status, run.running.phase) == ("running", "blocked")
    assert (failed.failure.code, failed.failure.facts["missing"]) == ("processes.findings_missing", "repairable")
    assert (move.side, move.asks, move.role) == ("provider", "mend", "coordinator")

    run.take(report_findings(run.running, "diagnose", {"repairable": False}, run.context(technician)))
    run.go_until("repair_or_replace")

    assert run.running.step("diagnose").failure is None
    assert [option.key for option in run.questions[0].options] == ["replace"]


def test_half_of_what_was_to_be_found_out_is_not_enough(world: Any, technician: Any) -> None:
    run = world("hardware_service").go_until("diagnose")
    run.take(request_completed(run.running, run.request("diagnose").id, {}, run.context()))

    with pytest.raises(Refusal, match=r"processes.form_invalid") as refused:
        report_findings(run.running, "diagnose", {"repairable": True}, run.context(technician))

    assert refused.value.facts["fields"] == {"repair_cost": "required", "repair_days": "required"}


def test_whoever_says_that_all_is_found_out_is_taken_at_their_word(world: Any, technician: Any) -> None:
    run = world("hardware_service").go_until("diagnose")
    known: Values = {"repairable": True, "repair_days": 3}

    with pytest.raises(Refusal, match=r"processes.form_invalid"):
        report_findings(run.running, "diagnose", known, run.context(technician), complete=True)
    run.take(report_findings(run.running, "diagnose", known, run.context(technician)))
    cost: Values = {"repair_cost": Money(45_000, "PLN")}

    assert report_findings(run.running, "diagnose", cost, run.context(technician), complete=True)


def test_days_stand_in_sentences_the_way_people_say_them(world: Any) -> None:
    question = world("offboarding").questions[0].question

    assert "31 marca 2026" in question.pl
    assert "31 March 2026" in question.en


def test_the_client_does_not_write_down_what_the_technician_has_to_find(world: Any, decider: Any) -> None:
    run = world("hardware_service").go_until("diagnose")

    with pytest.raises(Refusal, match=r"processes.not_your_move"):
        report_findings(run.running, "diagnose", {"repairable": False}, run.context(decider))


def test_a_question_sent_back_is_put_again_and_supersedes_the_first(world: Any, decider: Any) -> None:
    run = world("onboarding")
    first = run.questions[0].decision_id

    run.decide("changes_requested")
    assert (run.running.next_move.side, run.running.next_move.asks) == ("client", "revise")
    run.take(revise(run.running, "approve_hardware", {"accessories": ("headset",)}, run.context(decider)))

    assert run.questions[-1].supersedes == first
    assert run.questions[-1].options[0].cost == Money(520_000 + 35_000, "PLN")


def test_an_expired_question_is_put_again_by_the_coordinator(world: Any, coordinator: Any) -> None:
    run = world("onboarding")
    first = run.questions[0].decision_id

    run.decide("expired")
    run.take(retry(run.running, "approve_hardware", "they are back", run.context(coordinator)))

    assert run.questions[-1].supersedes == first
    assert run.running.next_move.asks == "decide"


def test_a_draft_waits_for_who_prepares_it_and_nobody_is_asked(world: Any, decider: Any) -> None:
    run, new = world("onboarding"), NewProcess(UUID(int=1), UUID(int=2), "pl", Reference(decider.id, decider.name))
    context = run.context(decider)
    drafted = draft(new, {"first_name": "Jan"}, context)[0]
    assert isinstance(drafted, ProcessDrafted)
    prepared = drafted.process

    with pytest.raises(Refusal) as refusal:
        start_draft(prepared, context)

    fields = refusal.value.facts["fields"]
    assert isinstance(fields, dict)
    assert fields["start_date"] == "required"
    assert prepared.status == "draft"


def test_a_draft_that_is_filled_in_can_be_started(world: Any, decider: Any, forms: Any) -> None:
    run = world("onboarding")
    run.process = None
    new = NewProcess(UUID(int=1), UUID(int=2), "pl", Reference(decider.id, decider.name))

    run.take(draft(new, {"first_name": "Jan"}, run.context(decider)))
    assert run.running.next_move.asks == "start"
    run.take(fill_in(run.running, forms["onboarding"], run.context(decider)))
    run.take(start_draft(run.running, run.context(decider)))

    assert run.running.status == "awaiting_decision"


def test_what_the_provider_prepares_waits_for_the_client_to_start_it(
    world: Any, decider: Any, coordinator: Any, forms: Any
) -> None:
    run = world("onboarding")
    run.process = None

    run.take(draft(NewProcess(UUID(int=1), UUID(int=2), "pl", None), forms["onboarding"], run.context(coordinator)))
    waiting = run.running.next_move
    with pytest.raises(Refusal) as refusal:
        start_draft(run.running, run.context(coordinator))
    run.take(start_draft(run.running, run.context(decider)))

    assert (waiting.side, waiting.asks, waiting.account) == ("client", "start", None)
    assert (refusal.value.code, refusal.value.kind) == ("processes.not_your_move", "forbidden")
    assert run.running.started_by == Reference(decider.id, decider.name)


def test_a_late_answer_to_a_request_nobody_waits_for_changes_nothing(world: Any) -> None:
    run = world("user_request")
    run.act(run.request("carry_out"))
    answer = run.answers[0]
    run.deliver(answer, keep=True)

    assert run.deliver(answer) == []
