"""What the answers of others do to a process: a request is completed or refused, a task progressed, a decision closed.

An answer that no step waits for changes nothing, so the same answer may come twice.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Literal
from uuid import UUID

from chassis.domain.actor import SYSTEM
from chassis.domain.event import Event

from processes.domain import events
from processes.domain.advancing import advance
from processes.domain.ending_steps import fail_step, finish_step
from processes.domain.event_recorder import EventRecorder
from processes.domain.findings import FINDINGS_MISSING, missing_findings
from processes.domain.process import Ending, NextMove, Process, Step, StepState
from processes.domain.process_context import ProcessContext
from processes.domain.scenario import AcceptedRefusal
from processes.domain.values import Values

Verdict = Literal["approved", "rejected", "changes_requested", "expired"]


def request_completed(process: Process, request_id: UUID, outputs: Values, context: ProcessContext) -> list[Event]:
    """Finishes the step whose request was carried out. A task that was closed without its findings fails its step."""
    recorder = EventRecorder(process, context)
    step, is_undo = _step_waiting_for(process, request_id)
    if step is None:
        return []
    missing = missing_findings(recorder.scenario.step(step.key), {**step.outputs, **outputs})
    if is_undo:
        recorder.record(events.StepCompensated(recorder.now, context.by, step.key))
    elif missing and not process.compensating:
        fail_step(recorder, step.key, FINDINGS_MISSING, {"missing": ", ".join(missing)})
    else:
        finish_step(recorder, step.key, outputs)
    advance(recorder)
    return recorder.events


def request_refused(
    process: Process, request_id: UUID, code: str, facts: Mapping[str, str], context: ProcessContext
) -> list[Event]:
    """Fails the step whose request was refused, or finishes it when the scenario accepts that refusal as an answer."""
    recorder = EventRecorder(process, context)
    step, is_undo = _step_waiting_for(process, request_id)
    if step is None or (is_undo and step.undo == "unclear"):
        return []
    if is_undo:
        _undo_refused(recorder, step, code, facts)
    elif step.undo in ("withdrawing", "unclear"):
        # The task has ended, whoever ended it, and that is what the withdrawal asked for.
        recorder.record(events.StepCompensated(recorder.now, context.by, step.key))
    elif (accepted := _accepted_refusal(recorder, step, code)) is not None:
        finish_step(recorder, step.key, accepted.yields, refusal=code, exception=accepted.exception)
    else:
        fail_step(recorder, step.key, code, facts)
    advance(recorder)
    return recorder.events


def task_progressed(
    process: Process, request_id: UUID, state: StepState, move: NextMove, context: ProcessContext
) -> list[Event]:
    """Makes the next move of a task the next move of its step."""
    recorder = EventRecorder(process, context)
    step, is_undo = _step_waiting_for(process, request_id)
    if step is None or step.undo in ("withdrawing", "unclear"):
        return []
    new_state = step.state if is_undo else state
    new_move = replace(move, step=step.key)
    if (step.state, step.next_move) == (new_state, new_move):
        return []
    recorder.record(events.StepProgressed(recorder.now, context.by, step.key, new_state, new_move))
    return recorder.events


def decision_closed(
    process: Process, decision_id: UUID, verdict: Verdict, option: str | None, reason: str, context: ProcessContext
) -> list[Event]:
    """Carries what became of a decision into its step: it was taken, it is to be changed, or its time is over."""
    recorder = EventRecorder(process, context)
    step, _ = _step_waiting_for(process, decision_id)
    if step is None or step.revising is not None:
        return []
    if verdict == "changes_requested":
        _ask_for_revision(recorder, step, reason)
    elif verdict == "expired":
        fail_step(recorder, step.key, "processes.decision_expired", {})
    else:
        _finish_decision(recorder, step, verdict, option, reason)
    advance(recorder)
    return recorder.events


def _step_waiting_for(process: Process, request_id: UUID) -> tuple[Step | None, bool]:
    """Returns the step that waits for the answer to this request, and whether the request undoes the step."""
    for step in process.steps:
        if step.request_id == request_id and step.open:
            return step, False
        if step.undo_request_id == request_id and not step.undo_finished:
            return step, True
    return None, False


def _accepted_refusal(recorder: EventRecorder, step: Step, code: str) -> AcceptedRefusal | None:
    accepted = recorder.scenario.step(step.key).accepts
    return next((refusal for refusal in accepted if refusal.code == code), None)


def _undo_refused(recorder: EventRecorder, step: Step, code: str, facts: Mapping[str, str]) -> None:
    by, now = recorder.context.by, recorder.now
    if step.open:
        move = NextMove("provider", "settle", now, step.key, role="coordinator", texts=step.title)
        recorder.record(events.WithdrawalRefused(now, by, step.key, code, move))
    else:
        recorder.record(events.StepNotUndone(now, by, step.key, code, facts))


def _ask_for_revision(recorder: EventRecorder, step: Step, reason: str) -> None:
    decision = recorder.scenario.step(step.key).decision
    assert decision is not None
    by_client = decision.revised_by == "client"
    move = NextMove(
        decision.revised_by,
        "revise",
        recorder.now,
        step.key,
        account=recorder.process.started_by if by_client else None,
        role=None if by_client else "coordinator",
        question=reason,
    )
    recorder.record(events.RevisionAsked(recorder.now, recorder.context.by, step.key, reason, move))


def _finish_decision(recorder: EventRecorder, step: Step, verdict: Verdict, option: str | None, reason: str) -> None:
    decision = recorder.scenario.step(step.key).decision
    assert decision is not None
    decision_id = str(step.request_id)
    outputs: Values = {"outcome": verdict, "option": option, "reason": reason, "decision_id": decision_id}
    finish_step(recorder, step.key, outputs)
    if verdict == "rejected" and decision.on_rejected == "cancel":
        recorder.record(events.CompensationStarted(recorder.now, SYSTEM, Ending("cancelled", reason)))
