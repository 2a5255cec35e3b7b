"""The engine: starts every step that can start, and ends the process when all steps are finished."""

from chassis.domain.actor import SYSTEM

from processes.domain import events
from processes.domain.compensating import compensate
from processes.domain.condition import explain, holds
from processes.domain.event_recorder import EventRecorder
from processes.domain.process import Process, Step
from processes.domain.starting_steps import start_step


def advance(recorder: EventRecorder) -> None:
    """Records everything that follows by itself, until somebody else has to act."""
    if recorder.process.compensating:
        compensate(recorder)
        return
    if not recorder.process.open or recorder.process.started_at is None:
        return
    while step := _next_step(recorder.process):
        _start_or_skip(recorder, step)
    if all(step.finished for step in recorder.process.steps):
        recorder.record(events.ProcessCompleted(recorder.now, SYSTEM, _exceptions(recorder.process)))


def _next_step(process: Process) -> Step | None:
    """Returns the first pending step whose preceding steps are all finished."""
    finished = {step.key for step in process.steps if step.finished}
    pending = (step for step in process.steps if step.state == "pending")
    return next((step for step in pending if finished.issuperset(step.depends_on)), None)


def _start_or_skip(recorder: EventRecorder, step: Step) -> None:
    facts = recorder.facts()
    template = recorder.scenario.step(step.key)
    if holds(template.condition, facts):
        start_step(recorder, template, facts)
        return
    results = explain(template.condition, facts)
    recorder.record(events.StepSkipped(recorder.now, SYSTEM, step.key, "condition", condition_results=results))


def _exceptions(process: Process) -> tuple[str, ...]:
    """Returns the steps that were skipped by hand, failed though optional, or ended with an accepted refusal."""
    return tuple(step.key for step in process.steps if step.exception or step.state == "failed")
