"""What a process is after an event: its version grows by one; status and next move follow from its steps."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from chassis.domain.event import Event

from processes.domain import events
from processes.domain.findings import FINDINGS_MISSING, waits_for_findings
from processes.domain.next_move import next_move
from processes.domain.process import Failure, NotUndone, Process, Skip, Step, UndoState
from processes.domain.status import status_of
from processes.domain.values import Reference


def evolve(process: Process | None, event: Event) -> Process:
    """Returns the process after the event."""
    after = _CHANGES[type(event)](process, event)
    steps = tuple(map(_without_superfluous_move(after), after.steps))
    status, phase = status_of(after)
    after = replace(
        after, steps=steps, status=status, phase=phase, version=1 if process is None else process.version + 1
    )
    return replace(after, next_move=next_move(after, event.at))


def _without_superfluous_move(process: Process) -> Callable[[Step], Step]:
    """Removes the next move of a step for which nobody waits: an optional step that failed, a step that is undone."""

    def change(step: Step) -> Step:
        awaited = not step.undo_finished if process.ending is not None else step.open or step.blocking
        return step if awaited or step.next_move is None else replace(step, next_move=None)

    return change


def _of_step(change: Callable[[Step, Any], Step]) -> Callable[[Process, Any], Process]:
    """Makes a change of one step a change of the process."""

    def of_process(process: Process, event: events.StepEvent) -> Process:
        steps = tuple(change(step, event) if step.key == event.step else step for step in process.steps)
        return replace(process, steps=steps)

    return of_process


def _drafted(_: Process | None, event: events.ProcessDrafted) -> Process:
    return event.process


def _form_filled(process: Process, event: events.FormFilled) -> Process:
    return replace(process, inputs=event.inputs, about=event.about)


def _started(process: Process, event: events.ProcessStarted) -> Process:
    # A process that the provider prepared gets the account of the client that starts it.
    starter = Reference(event.by.id, event.by.name) if event.by.id else None
    return replace(process, steps=event.steps, started_at=event.at, started_by=process.started_by or starter)


def _step_started(step: Step, event: events.StepStarted) -> Step:
    # A decision step keeps the id of its earlier question, which the new one supersedes.
    return replace(
        step,
        state=event.state,
        attempts=step.attempts + 1,
        request_id=event.request_id or step.request_id,
        next_move=event.move,
        started_at=event.at,
        due_at=event.due_at,
        wake_at=event.wake_at,
        overdue=False,
    )


def _request_made(process: Process, event: events.RequestMade) -> Process:
    """Notes a request that undoes a step; the request of a step is noted when the step starts."""
    request = event.request
    if request.undoes is None:
        return process
    undo: UndoState = "withdrawing" if request.kind == "withdraw_task" else "asked"
    steps = tuple(
        replace(step, undo=undo, undo_request_id=request.id, next_move=event.move) if step.key == request.step else step
        for step in process.steps
    )
    return replace(process, steps=steps)


def _decision_asked(step: Step, event: events.DecisionAsked) -> Step:
    return replace(step, request_id=event.decision_id, next_move=event.move, revising=None, due_at=event.due_at)


def _decision_dropped(step: Step, event: events.DecisionDropped) -> Step:
    return replace(
        step, state="skipped", undo="none", next_move=None, ended_at=event.at, skip=Skip("process_cancelled")
    )


def _progressed(step: Step, event: events.StepProgressed) -> Step:
    return replace(step, state=event.state, next_move=event.move)


def _findings(step: Step, event: events.FindingsReported) -> Step:
    return replace(step, outputs={**step.outputs, **event.outputs})


def _revision(step: Step, event: events.RevisionAsked) -> Step:
    return replace(step, next_move=event.move, revising=event.reason)


def _done(process: Process, event: events.StepDone) -> Process:
    def change(step: Step, _: events.StepDone) -> Step:
        return replace(
            step,
            state="done",
            outputs=event.outputs,
            cost=event.cost,
            ended_at=event.at,
            next_move=None,
            failure=None,
            was_done=event.refusal is None,
            exception=event.refusal if event.exception else None,
            undo="unknown" if event.refusal is None else "none",
            undo_request_id=None,
        )

    return replace(_of_step(change)(process, event), cost=process.cost + event.cost)


def _failed(step: Step, event: events.StepFailed) -> Step:
    # A task that was closed without its findings was done all the same, so it is undone like every other.
    undo: UndoState = "unknown" if event.code == FINDINGS_MISSING else "none"
    failure = Failure(event.code, event.facts)
    return replace(step, state="failed", failure=failure, next_move=event.move, ended_at=event.at, undo=undo)


def _skipped(step: Step, event: events.StepSkipped) -> Step:
    exception = event.reason if event.because == "by_hand" else None
    return replace(
        step,
        state="skipped",
        skip=Skip(event.because, event.reason),
        next_move=None,
        ended_at=event.at,
        exception=exception,
        # What only lacks its findings was done, and is undone with the process.
        undo=step.undo if waits_for_findings(step) else "none",
    )


def _retried(step: Step, _: events.StepRetried) -> Step:
    return replace(step, state="pending", failure=None, next_move=None, ended_at=None, undo="unknown")


def _overdue(step: Step, _: events.StepOverdue) -> Step:
    return replace(step, overdue=True)


def _compensation_started(process: Process, event: events.CompensationStarted) -> Process:
    def skip_pending(step: Step) -> Step:
        if step.state != "pending":
            return step
        return replace(step, state="skipped", skip=Skip("process_cancelled"), undo="none", ended_at=event.at)

    return replace(process, ending=event.ending, steps=tuple(skip_pending(step) for step in process.steps))


def _kept(step: Step, event: events.StepKept) -> Step:
    if not step.open:
        return replace(step, undo="none")
    return replace(
        step, state="skipped", skip=Skip("process_cancelled"), undo="none", next_move=None, ended_at=event.at
    )


def _compensated(step: Step, event: events.StepCompensated) -> Step:
    return replace(step, state="compensated", undo="done", next_move=None, ended_at=event.at)


def _withdrawal_refused(step: Step, event: events.WithdrawalRefused) -> Step:
    return replace(step, undo="unclear", next_move=event.move)


def _not_undone(process: Process, event: events.StepNotUndone) -> Process:
    def change(step: Step, _: events.StepNotUndone) -> Step:
        state = "failed" if step.open else step.state
        return replace(step, state=state, undo="refused", next_move=None)

    not_undone = NotUndone(event.step, event.code, event.facts)
    return replace(_of_step(change)(process, event), not_undone=(*process.not_undone, not_undone))


def _completed(process: Process, event: events.ProcessCompleted) -> Process:
    return replace(process, exceptions=event.exceptions, ended_at=event.at)


def _ended(process: Process, event: events.ProcessCancelled | events.ProcessFailed) -> Process:
    return replace(process, ended_at=event.at)


_CHANGES: dict[type[Event], Callable[[Any, Any], Process]] = {
    events.ProcessDrafted: _drafted,
    events.FormFilled: _form_filled,
    events.ProcessStarted: _started,
    events.StepStarted: _of_step(_step_started),
    events.RequestMade: _request_made,
    events.DecisionAsked: _of_step(_decision_asked),
    events.DecisionDropped: _of_step(_decision_dropped),
    events.StepProgressed: _of_step(_progressed),
    events.FindingsReported: _of_step(_findings),
    events.RevisionAsked: _of_step(_revision),
    events.StepDone: _done,
    events.StepFailed: _of_step(_failed),
    events.StepSkipped: _of_step(_skipped),
    events.StepRetried: _of_step(_retried),
    events.StepOverdue: _of_step(_overdue),
    events.CompensationStarted: _compensation_started,
    events.StepKept: _of_step(_kept),
    events.StepCompensated: _of_step(_compensated),
    events.WithdrawalRefused: _of_step(_withdrawal_refused),
    events.StepNotUndone: _not_undone,
    events.ProcessCompleted: _completed,
    events.ProcessCancelled: _ended,
    events.ProcessFailed: _ended,
}
PROCESS_EVENTS = tuple(_CHANGES.keys() - {events.RequestMade})
