"""What the answers of others do to a process: done, refused, on the way, decided.

An answer that nobody waits for (any more) does nothing: the same answer may come twice.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Literal
from uuid import UUID

from chassis.domain.actor import SYSTEM

from processes.domain import events
from processes.domain.advancing import carry_on
from processes.domain.beginning import fail, finish
from processes.domain.findings import MISSING, owed
from processes.domain.process import Ending, Move, Process, Step, StepState
from processes.domain.scenario import AcceptedRefusal
from processes.domain.unfolding import Occasion, Unfolding
from processes.domain.values import Text, Values

Verdict = Literal["approved", "rejected", "changes_requested", "expired"]


def completed(process: Process, request_id: UUID, outputs: Values, occasion: Occasion) -> list[events.Event]:
    """The addressee did what it was asked; a task that was to find something out, and did not say what, is not done."""
    run = Unfolding(process, occasion)
    step, undoing = _asked_by(process, request_id)
    if step is None:
        return []
    if undoing:
        run.add(events.StepCompensated(run.now, occasion.by, step.key))
    elif not process.unwinding and (missing := owed(run.scenario.step(step.key), {**step.outputs, **outputs})):
        fail(run, step.key, MISSING, {"missing": ", ".join(missing)})
    else:
        finish(run, step.key, outputs)
    carry_on(run)
    return run.events


def refused(
    process: Process, request_id: UUID, code: str, facts: Mapping[str, str], occasion: Occasion
) -> list[events.Event]:
    """The addressee will not or cannot; some refusals are answers that the scenario knows."""
    run = Unfolding(process, occasion)
    step, undoing = _asked_by(process, request_id)
    if step is None or (undoing and step.undo == "unclear"):
        return []
    if undoing:
        _undo_refused(run, step, code, facts)
    elif step.undo in ("withdrawing", "unclear"):
        # The task is gone, whoever ended it: that is what the withdrawal wanted.
        run.add(events.StepCompensated(run.now, occasion.by, step.key))
    elif (known := _known_no(run, step, code)) is not None:
        finish(run, step.key, known.yields, refusal=code, exception=known.exception)
    else:
        fail(run, step.key, code, facts)
    carry_on(run)
    return run.events


def progressed(
    process: Process, request_id: UUID, state: StepState, move: Move, occasion: Occasion
) -> list[events.Event]:
    """Whose move it is inside the task of a step is whose move it is in the step."""
    run = Unfolding(process, occasion)
    step, undoing = _asked_by(process, request_id)
    if step is None or step.undo in ("withdrawing", "unclear"):
        return []
    after = step.state if undoing else state
    now_asked = replace(move, step=step.key)
    if (step.state, step.move) == (after, now_asked):
        return []
    run.add(events.StepProgressed(run.now, occasion.by, step.key, after, now_asked))
    return run.events


def decided(
    process: Process, decision_id: UUID, verdict: Verdict, option: str | None, reason: str, occasion: Occasion
) -> list[events.Event]:
    """The client decided, wants the question changed, or let the time pass."""
    run = Unfolding(process, occasion)
    step, _ = _asked_by(process, decision_id)
    if step is None or step.revising is not None:
        return []
    if verdict == "changes_requested":
        _revise(run, step, reason)
    elif verdict == "expired":
        fail(run, step.key, "processes.decision_expired", {})
    else:
        _close_decision(run, step, verdict, option, reason)
    carry_on(run)
    return run.events


def _asked_by(process: Process, request_id: UUID) -> tuple[Step | None, bool]:
    """The step that still waits for the answer to this request, and whether the request undoes it."""
    for step in process.steps:
        if step.request_id == request_id and step.open:
            return step, False
        if step.undo_request_id == request_id and not step.settled:
            return step, True
    return None, False


def _known_no(run: Unfolding, step: Step, code: str) -> AcceptedRefusal | None:
    return next((known for known in run.scenario.step(step.key).accepts if known.code == code), None)


def _undo_refused(run: Unfolding, step: Step, code: str, facts: Mapping[str, str]) -> None:
    if step.open:
        title = step.title
        move = Move("provider", "settle", run.now, step.key, role="coordinator", question=title)
        run.add(events.WithdrawalRefused(run.now, run.occasion.by, step.key, code, move))
    else:
        run.add(events.StepNotUndone(run.now, run.occasion.by, step.key, code, facts))


def _revise(run: Unfolding, step: Step, reason: str) -> None:
    decision = run.scenario.step(step.key).decision
    assert decision is not None
    by_client = decision.revised_by == "client"
    move = Move(
        decision.revised_by,
        "revise",
        run.now,
        step.key,
        account=run.process.started_by if by_client else None,
        role=None if by_client else "coordinator",
        question=Text(reason, reason),
    )
    run.add(events.RevisionAsked(run.now, run.occasion.by, step.key, reason, move))


def _close_decision(run: Unfolding, step: Step, verdict: Verdict, option: str | None, reason: str) -> None:
    decision = run.scenario.step(step.key).decision
    assert decision is not None
    finish(run, step.key, {"outcome": verdict, "option": option, "reason": reason, "decision_id": str(step.request_id)})
    if verdict == "rejected" and decision.on_rejected == "cancel":
        run.add(events.UnwindingBegun(run.now, SYSTEM, Ending("cancelled", reason)))
