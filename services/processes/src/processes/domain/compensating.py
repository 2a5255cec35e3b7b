"""Compensation: undoes the steps in reverse, each once everything that depends on it is undone, then ends the process.

A step that waits for an answer of another service is undone when the answer is there: before that nobody knows what there
is to undo. Only open tasks of people are withdrawn at once.
"""

from chassis.domain.actor import SYSTEM

from processes.domain import events
from processes.domain.condition import holds
from processes.domain.event_recorder import EventRecorder
from processes.domain.findings import was_carried_out
from processes.domain.process import NextMove, Process, Request, Step
from processes.domain.rendering import missing, render_fields
from processes.domain.request_kinds import REQUEST_KINDS
from processes.domain.scenario import Undo
from processes.domain.values import Content


def compensate(recorder: EventRecorder) -> None:
    """Undoes what can be undone now, and ends the process when nothing is left to undo."""
    while step := _next_to_undo(recorder):
        _undo(recorder, step)
    if recorder.process.compensating and all(step.undo_finished for step in recorder.process.steps):
        _end(recorder)


def _next_to_undo(recorder: EventRecorder) -> Step | None:
    """Returns the last step whose undoing has not begun and can begin."""
    waiting = (step for step in reversed(recorder.process.steps) if step.undo == "unknown")
    return next((step for step in waiting if _dependents_undone(recorder, step) and not _awaits_answer(step)), None)


def _dependents_undone(recorder: EventRecorder, step: Step) -> bool:
    """True when every step that depends on this one is undone, also those behind a step that was skipped."""
    return all(recorder.process.step(key).undo_finished for key in recorder.scenario.dependents_of(step.key))


def _awaits_answer(step: Step) -> bool:
    return step.open and step.kind not in ("task", "decision", "wait_until")


def _undo(recorder: EventRecorder, step: Step) -> None:
    if was_carried_out(step):
        _undo_done(recorder, step)
    elif step.kind == "task":
        _withdraw_task(recorder, step)
    elif step.kind == "decision" and step.request_id is not None and step.revising is None:
        recorder.record(events.DecisionDropped(recorder.now, SYSTEM, step.key, step.request_id))
    else:
        recorder.record(events.StepKept(recorder.now, SYSTEM, step.key))


def _withdraw_task(recorder: EventRecorder, step: Step) -> None:
    assert step.request_id is not None
    fields: dict[str, Content] = {"withdraws": str(step.request_id), "reason": "process_cancelled"}
    move = NextMove("system", "undo", recorder.now, step.key)
    _request_undo(recorder, step, "withdraw_task", fields, move)


def _undo_done(recorder: EventRecorder, step: Step) -> None:
    undo = recorder.scenario.step(step.key).undo
    facts = recorder.facts()
    if undo is None or not holds(undo.when, facts):
        recorder.record(events.StepKept(recorder.now, SYSTEM, step.key))
        return
    unknown = missing(undo.request, facts)
    if unknown:
        # An incomplete request could undo the wrong thing; a person has to look at what this step left behind.
        details = {"missing": ", ".join(sorted(unknown))}
        recorder.record(events.StepNotUndone(recorder.now, SYSTEM, step.key, "processes.value_missing", details))
        return
    fields = render_fields(undo.request, facts, recorder.process.language)
    fields = {**_task_fields(recorder.process, step, undo), **fields}
    _request_undo(recorder, step, undo.kind, fields, _undo_move(recorder, step, undo))


def _undo_move(recorder: EventRecorder, step: Step, undo: Undo) -> NextMove:
    if undo.kind == "task":
        return NextMove(step.side, "work", recorder.now, step.key, team=step.team, texts=step.title)
    return NextMove("system", "undo", recorder.now, step.key)


def _task_fields(process: Process, step: Step, undo: Undo) -> dict[str, Content]:
    if undo.kind != "task":
        return {}
    fields: dict[str, Content] = {"for_side": step.side, "team": step.team, "requester": process.started_by}
    return {key: value for key, value in fields.items() if value is not None}


def _request_undo(recorder: EventRecorder, step: Step, kind: str, fields: dict[str, Content], move: NextMove) -> None:
    addressee = REQUEST_KINDS[kind].addressee
    request = Request(recorder.context.new_id(), kind, addressee, step.key, fields, undoes=step.request_id)
    recorder.record(events.RequestMade(recorder.now, SYSTEM, request, move))


def _end(recorder: EventRecorder) -> None:
    ending = recorder.process.ending
    assert ending is not None
    last = events.ProcessFailed if ending.how == "failed" else events.ProcessCancelled
    recorder.record(last(recorder.now, SYSTEM, recorder.process.not_undone))
