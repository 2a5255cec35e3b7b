"""What a process is after an event. The version grows by one per event; status and next move follow."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from processes.domain import events
from processes.domain.findings import MISSING
from processes.domain.next_move import next_move
from processes.domain.process import Failure, NotUndone, Process, Skip, Step, UndoState
from processes.domain.status import standing
from processes.domain.values import Reference


def evolve(process: Process | None, event: events.Event) -> Process:
    """The process after the event."""
    after = _CHANGES[type(event)](process, event)
    status, phase = standing(after)
    after = replace(after, status=status, phase=phase, version=1 if process is None else process.version + 1)
    return replace(after, next_move=next_move(after, event.at))


def _step(change: Callable[[Step, Any], Step]) -> Callable[[Process, Any], Process]:
    """Lifts a change of one step to a change of the process."""

    def of_process(process: Process, event: events.StepEvent) -> Process:
        steps = tuple(change(step, event) if step.key == event.step else step for step in process.steps)
        return replace(process, steps=steps)

    return of_process


def _drafted(_: Process | None, event: events.Drafted) -> Process:
    return event.process


def _form_filled(process: Process, event: events.FormFilled) -> Process:
    return replace(process, inputs=event.inputs, about=event.about)


def _started(process: Process, event: events.Started) -> Process:
    # What the provider prepared belongs to whom of the client starts it.
    starter = Reference(event.by.id, event.by.name) if event.by.id else None
    return replace(process, steps=event.steps, started_at=event.at, started_by=process.started_by or starter)


def _step_started(step: Step, event: events.StepStarted) -> Step:
    # A decision keeps the id of the question it was asked before: the new one supersedes it.
    return replace(
        step,
        state=event.state,
        attempts=step.attempts + 1,
        request_id=event.request_id or step.request_id,
        move=event.move,
        started_at=event.at,
        due_at=event.due_at,
        wake_at=event.wake_at,
        overdue=False,
    )


def _request_made(process: Process, event: events.RequestMade) -> Process:
    """A request of a step was already noted when the step started; one that undoes belongs to the unwinding."""
    asked = event.request
    if asked.undoes is None:
        return process
    undo: UndoState = "withdrawing" if asked.kind == "withdraw_task" else "asked"
    steps = tuple(
        replace(step, undo=undo, undo_request_id=asked.id, move=event.move) if step.key == asked.step else step
        for step in process.steps
    )
    return replace(process, steps=steps)


def _decision_asked(step: Step, event: events.DecisionAsked) -> Step:
    return replace(step, request_id=event.decision_id, move=event.move, revising=None, due_at=event.due_at)


def _decision_withdrawn(step: Step, event: events.DecisionWithdrawn) -> Step:
    return replace(step, state="skipped", undo="none", move=None, ended_at=event.at, skip=Skip("process_cancelled"))


def _progressed(step: Step, event: events.StepProgressed) -> Step:
    return replace(step, state=event.state, move=event.move)


def _findings(step: Step, event: events.FindingsReported) -> Step:
    return replace(step, outputs={**step.outputs, **event.outputs})


def _revision(step: Step, event: events.RevisionAsked) -> Step:
    return replace(step, move=event.move, revising=event.reason)


def _done(process: Process, event: events.StepDone) -> Process:
    def change(step: Step, _: events.StepDone) -> Step:
        return replace(
            step,
            state="done",
            outputs=event.outputs,
            cost=event.cost,
            ended_at=event.at,
            move=None,
            failure=None,
            was_done=event.refusal is None,
            exception=event.refusal if event.exception else None,
            undo="unknown" if event.refusal is None else "none",
            undo_request_id=None,
        )

    return replace(_step(change)(process, event), cost=process.cost + event.cost)


def _failed(step: Step, event: events.StepFailed) -> Step:
    # What was done without saying what was found out was done all the same: it is undone like everything else.
    undo: UndoState = "unknown" if event.code == MISSING else "none"
    failure = Failure(event.code, event.facts)
    return replace(step, state="failed", failure=failure, move=event.move, ended_at=event.at, undo=undo)


def _skipped(step: Step, event: events.StepSkipped) -> Step:
    exception = event.reason if event.because == "by_hand" else None
    return replace(
        step,
        state="skipped",
        skip=Skip(event.because, event.reason),
        move=None,
        ended_at=event.at,
        exception=exception,
        undo="none",
    )


def _retried(step: Step, _: events.StepRetried) -> Step:
    return replace(step, state="pending", failure=None, move=None, ended_at=None, undo="unknown")


def _overdue(step: Step, _: events.StepOverdue) -> Step:
    return replace(step, overdue=True)


def _unwinding(process: Process, event: events.UnwindingBegun) -> Process:
    def leave_out(step: Step) -> Step:
        if step.state != "pending":
            return step
        return replace(step, state="skipped", skip=Skip("process_cancelled"), undo="none", ended_at=event.at)

    return replace(process, ending=event.ending, steps=tuple(leave_out(step) for step in process.steps))


def _kept(step: Step, event: events.StepKept) -> Step:
    if not step.open:
        return replace(step, undo="none")
    return replace(step, state="skipped", skip=Skip("process_cancelled"), undo="none", move=None, ended_at=event.at)


def _compensated(step: Step, event: events.StepCompensated) -> Step:
    return replace(step, state="compensated", undo="done", move=None, ended_at=event.at)


def _withdrawal_refused(step: Step, event: events.WithdrawalRefused) -> Step:
    return replace(step, undo="unclear", move=event.move)


def _not_undone(process: Process, event: events.StepNotUndone) -> Process:
    def change(step: Step, _: events.StepNotUndone) -> Step:
        state = "failed" if step.open else step.state
        return replace(step, state=state, undo="refused", move=None)

    left = NotUndone(event.step, event.code, event.facts)
    return replace(_step(change)(process, event), not_undone=(*process.not_undone, left))


def _completed(process: Process, event: events.Completed) -> Process:
    return replace(process, exceptions=event.exceptions, ended_at=event.at)


def _ended(process: Process, event: events.Cancelled | events.Failed) -> Process:
    return replace(process, ended_at=event.at)


_CHANGES: dict[type[events.Event], Callable[[Any, Any], Process]] = {
    events.Drafted: _drafted,
    events.FormFilled: _form_filled,
    events.Started: _started,
    events.StepStarted: _step(_step_started),
    events.RequestMade: _request_made,
    events.DecisionAsked: _step(_decision_asked),
    events.DecisionWithdrawn: _step(_decision_withdrawn),
    events.StepProgressed: _step(_progressed),
    events.FindingsReported: _step(_findings),
    events.RevisionAsked: _step(_revision),
    events.StepDone: _done,
    events.StepFailed: _step(_failed),
    events.StepSkipped: _step(_skipped),
    events.StepRetried: _step(_retried),
    events.StepOverdue: _step(_overdue),
    events.UnwindingBegun: _unwinding,
    events.StepKept: _step(_kept),
    events.StepCompensated: _step(_compensated),
    events.WithdrawalRefused: _step(_withdrawal_refused),
    events.StepNotUndone: _not_undone,
    events.Completed: _completed,
    events.Cancelled: _ended,
    events.Failed: _ended,
}
