"""A task is closed, and what it was to find out is not said: the work is done, only the answer is missing."""

from dataclasses import replace
from typing import Any

import pytest
from chassis.domain.refusal import Refusal
from processes.domain.answers import request_completed
from processes.domain.events import RequestMade
from processes.domain.step_commands import report_findings
from processes.domain.values import Values


def closed_without_a_word(run: Any, step: str) -> Any:
    task = run.go_until(step).request(step)
    run.requests.remove(task)
    run.take(request_completed(run.running, task.id, {}, run.context()))
    assert run.running.phase == "blocked"
    return run


def test_nothing_is_found_out_any_more_once_the_process_is_over(world: Any, technician: Any) -> None:
    run = closed_without_a_word(world("hardware_service", needs_loaner=False), "diagnose")
    run.cancel()
    run.go_to_the_end()
    found: Values = {"repairable": False}

    assert run.running.status == "cancelled"
    with pytest.raises(Refusal, match=r"processes\.illegal_move"):
        report_findings(run.running, "diagnose", found, run.context(technician))


def test_it_is_undone_like_everything_else(world: Any) -> None:
    run = world("onboarding")
    accounts = run.scenario.step("create_accounts")
    owing = replace(accounts, outputs=tuple(replace(output, required=True) for output in accounts.outputs))
    run.scenario = replace(
        run.scenario, steps=tuple(owing if step.key == owing.key else step for step in run.scenario.steps)
    )
    closed_without_a_word(run, "create_accounts").cancel()
    run.go_to_the_end()

    asked = [event.request.fields.get("title") for event in run.history if isinstance(event, RequestMade)]
    assert "Usuń konta i dostępy: Jan Kowalski" in asked
    assert (run.running.status, run.running.not_undone) == ("cancelled", ())
