"""Whatever the order of answers, refusals, repetitions and a cancel: a process ends, or waits for a named side."""

from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from processes.domain import step_commands
from processes.domain.evolution import evolve
from processes.domain.forecast import forecast
from processes.domain.revising import revise
from processes.domain.step_commands import retry, skip
from processes.domain.timers import fire_timers

KEYS = ["onboarding", "hardware_service", "hardware_retirement", "user_request", "offboarding"]
MOVES = [
    "act",
    "act",
    "act",
    "deliver",
    "deliver",
    "deliver",
    "refuse",
    "decide",
    "decide",
    "repeat",
    "cancel",
    "retry_or_skip",
    "time",
    "settle",
]


def possible(run: Any, coordinator: Any, decider: Any, draw: Any) -> Any:
    """What could happen now, by name of the move."""
    process = run.running
    failed = [step for step in process.steps if step.state == "failed" and process.open and not process.compensating]
    undoing = [step for step in process.steps if process.compensating and step.undo == "unclear"]
    return {
        "act": run.requests and (lambda: run.act(draw(st.sampled_from(run.requests)))),
        "deliver": run.answers and (lambda: run.deliver(draw(st.sampled_from(run.answers)))),
        "refuse": run.requests and (lambda: refuse(run, draw(st.sampled_from(run.requests)), draw)),
        "decide": run.questions and (lambda: decide(run, draw)),
        "repeat": run.answers and (lambda: repeat(run, run.answers[0])),
        "cancel": process.open and process.ending is None and run.cancel,
        "retry_or_skip": failed and (lambda: retry_or_skip(run, failed[0], coordinator, decider, draw)),
        "time": process.open and (lambda: run.take(fire_timers(process, run.context()))),
        "settle": undoing and (lambda: settle(run, undoing[0], coordinator)),
    }


def refuse(run: Any, request: Any, draw: Any) -> Any:
    run.act(request, draw(st.sampled_from(["assets.none_available", "assets.illegal_move"])))


def decide(run: Any, draw: Any) -> Any:
    question = run.questions[0]
    verdict = draw(st.sampled_from(["approved", "approved", "rejected", "changes_requested", "expired"]))
    run.decide(verdict, draw(st.sampled_from([option.key for option in question.options])))


def repeat(run: Any, answer: Any) -> Any:
    """The same answer comes twice; the second time it changes nothing."""
    run.deliver(answer, keep=True)
    assert run.deliver(answer) == []


def retry_or_skip(run: Any, step: Any, coordinator: Any, decider: Any, draw: Any) -> Any:
    if draw(st.booleans()):
        run.take(retry(run.running, step.key, "again", run.context(coordinator)))
    else:
        run.take(skip(run.running, step.key, "not needed", run.context(decider)))


def settle(run: Any, step: Any, coordinator: Any) -> Any:
    run.take(step_commands.settle(run.running, step.key, "checked by hand", run.context(coordinator)))


def finish(run: Any, coordinator: Any, decider: Any) -> Any:
    """From here on everybody does what they are asked."""
    while run.running.open:
        process = run.running
        failed = [step for step in process.steps if step.state == "failed" and not step.optional]
        revised = [step for step in process.steps if step.revising and step.open]
        if run.requests or run.answers or run.questions:
            run.go_on()
        elif process.compensating:
            settle(run, next(step for step in process.steps if step.undo == "unclear"), coordinator)
        elif revised:
            by = decider if process.next_move.side == "client" else coordinator
            run.take(revise(process, revised[0].key, {}, run.context(by)))
        else:
            run.take(skip(process, failed[0].key, "not needed", run.context(decider)))


def somebody_has_to_act(run: Any) -> Any:
    process = run.running
    move = process.next_move
    if not process.open:
        return move is None
    people = bool(move and (move.account or move.team or move.role))
    return move is not None and (people if move.side != "system" else bool(run.requests or run.answers))


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data(), key=st.sampled_from(KEYS))
def test_any_order_of_what_happens_ends_or_waits_for_a_named_side(
    world: Any, coordinator: Any, decider: Any, data: Any, key: Any
) -> None:
    run = world(key)
    for _ in range(data.draw(st.integers(0, 60))):
        chosen = possible(run, coordinator, decider, data.draw)[data.draw(st.sampled_from(MOVES))]
        if chosen:
            chosen()
        assert somebody_has_to_act(run), run.running.next_move
        found = forecast(run.running, run.scenario, run.now)
        assert found is None or found.ready_on is None or found.ready_on >= run.now.date()

    finish(run, coordinator, decider)

    assert run.running.status in ("completed", "completed_with_exceptions", "cancelled", "failed")
    if run.running.status == "cancelled" and not run.running.not_undone:
        assert run.holdings.loose_ends() == set()
    rebuilt = None
    for event in run.history:
        rebuilt = evolve(rebuilt, event)
    assert rebuilt == run.running
    assert run.running.version == len(run.history)
