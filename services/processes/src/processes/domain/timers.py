"""What a process waits for by the clock: moments to go on at, and due moments. A decision has a timer of its own."""

from datetime import datetime

from chassis.domain.actor import SYSTEM

from processes.domain import events
from processes.domain.advancing import carry_on
from processes.domain.beginning import finish
from processes.domain.process import Process, Step
from processes.domain.unfolding import Occasion, Unfolding


def next_timer(process: Process) -> datetime | None:
    """The earliest moment at which `time_passed` will have something to say."""
    if not process.open or process.unwinding:
        return None
    moments = (moment for step in process.steps for moment in (_wakes(step), _turns_overdue(step)))
    return min((moment for moment in moments if moment is not None), default=None)


def time_passed(process: Process, occasion: Occasion) -> list[events.Event]:
    """Goes on where only time was waited for, and notes what is overdue, each step once."""
    run = Unfolding(process, occasion)
    if not process.open or process.unwinding:
        return []
    for step in process.steps:
        wakes, due = _wakes(step), _turns_overdue(step)
        if wakes is not None and wakes <= run.now:
            finish(run, step.key, {})
        elif due is not None and due <= run.now:
            run.add(events.StepOverdue(run.now, SYSTEM, step.key, due))
    carry_on(run)
    return run.events


def _wakes(step: Step) -> datetime | None:
    return step.wake_at if step.open and step.kind == "wait_until" else None


def _turns_overdue(step: Step) -> datetime | None:
    return step.due_at if step.open and not step.overdue else None
