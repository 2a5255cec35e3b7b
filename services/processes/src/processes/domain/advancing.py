"""The engine: starts every step whose turn it is, and ends the process when there is nothing left to do."""

from chassis.domain.actor import SYSTEM

from processes.domain import events
from processes.domain.beginning import begin
from processes.domain.condition import explain, holds
from processes.domain.process import Process, Step
from processes.domain.unfolding import Occasion, Unfolding
from processes.domain.unwinding import unwind


def advance(process: Process, occasion: Occasion) -> list[events.Event]:
    """Everything that follows by itself from where the process stands; nothing when it waits for somebody."""
    run = Unfolding(process, occasion)
    carry_on(run)
    return run.events


def carry_on(run: Unfolding) -> None:
    """Goes on until somebody else has to act."""
    if run.process.unwinding:
        unwind(run)
        return
    if not run.process.open or run.process.started_at is None:
        return
    while step := _whose_turn(run.process):
        _take(run, step)
    if all(step.over for step in run.process.steps):
        run.add(events.Completed(run.now, SYSTEM, _exceptions(run.process)))


def _whose_turn(process: Process) -> Step | None:
    over = {step.key for step in process.steps if step.over}
    return next((step for step in process.steps if step.state == "pending" and over.issuperset(step.depends_on)), None)


def _take(run: Unfolding, step: Step) -> None:
    facts = run.facts()
    template = run.scenario.step(step.key)
    if holds(template.condition, facts):
        begin(run, template, facts)
        return
    findings = explain(template.condition, facts)
    run.add(events.StepSkipped(run.now, SYSTEM, step.key, "condition", findings=findings))


def _exceptions(process: Process) -> tuple[str, ...]:
    """The steps that did not go as they should: left out by hand, failed though optional, or answered by a known no."""
    return tuple(step.key for step in process.steps if step.exception or step.state == "failed")
