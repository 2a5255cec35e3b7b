"""The timers of a process: the moments its steps wait for, and due moments. A decision has a timer of its own."""

from datetime import datetime

from chassis.domain.actor import SYSTEM
from chassis.domain.event import Event

from processes.domain import events
from processes.domain.advancing import advance
from processes.domain.ending_steps import finish_step
from processes.domain.event_recorder import EventRecorder
from processes.domain.process import Process, Step
from processes.domain.process_context import ProcessContext


def next_timer(process: Process) -> datetime | None:
    """Returns the earliest moment at which `fire_timers` returns events."""
    if not process.open or process.compensating:
        return None
    moments = (moment for step in process.steps for moment in (_wakes_at(step), _overdue_at(step)))
    return min((moment for moment in moments if moment is not None), default=None)


def fire_timers(process: Process, context: ProcessContext) -> list[Event]:
    """Finishes steps that waited for a moment that has come, and records each overdue step once."""
    recorder = EventRecorder(process, context)
    if not process.open or process.compensating:
        return []
    for step in process.steps:
        wakes, due = _wakes_at(step), _overdue_at(step)
        if wakes is not None and wakes <= recorder.now:
            finish_step(recorder, step.key, {})
        elif due is not None and due <= recorder.now:
            recorder.record(events.StepOverdue(recorder.now, SYSTEM, step.key, due))
    advance(recorder)
    return recorder.events


def _wakes_at(step: Step) -> datetime | None:
    return step.wake_at if step.open and step.kind == "wait_until" else None


def _overdue_at(step: Step) -> datetime | None:
    return step.due_at if step.open and not step.overdue else None
