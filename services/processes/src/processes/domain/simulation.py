"""Runs a process to its end with assumed answers and durations, by the same engine. Nobody is asked, nothing is saved."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from chassis.domain.actor import SYSTEM
from chassis.domain.event import Event
from chassis.domain.refusal import Refusal

from processes.domain.answers import decision_closed, request_completed, request_refused
from processes.domain.condition import holds
from processes.domain.due import ANCHORS, shift
from processes.domain.events import DecisionAsked
from processes.domain.evolution import evolve
from processes.domain.facts import anchors_of, facts_of
from processes.domain.process import Process, Step
from processes.domain.process_context import ProcessContext
from processes.domain.request_kinds import REQUEST_KINDS
from processes.domain.scenario import Scenario, StepTemplate, default_value
from processes.domain.timers import fire_timers
from processes.domain.values import Money, Value, Values


@dataclass(frozen=True, slots=True)
class Assumptions:
    """What a simulation assumes: the option of each decision (else the first), refusals, other outputs and prices."""

    options: Mapping[str, str] = field(default_factory=dict)
    refusals: Mapping[str, str] = field(default_factory=dict)
    outputs: Mapping[str, Values] = field(default_factory=dict)
    prices: Mapping[str, Money] = field(default_factory=dict)


@dataclass(slots=True)
class Simulation:
    """A process that is being simulated; `now` advances with it. Lives only inside one function call."""

    scenario: Scenario
    assumed: Assumptions
    now: datetime
    process: Process | None = None
    asked: dict[str, DecisionAsked] = field(default_factory=dict)
    ids: Iterator[int] = field(default_factory=lambda: iter(range(1, 1_000_000)))

    def context(self) -> ProcessContext:
        return ProcessContext(self.scenario, SYSTEM, self.now, lambda: UUID(int=next(self.ids)))

    def apply(self, events: list[Event]) -> bool:
        """Applies the events to the process; returns False when there are none."""
        for event in events:
            self.process = evolve(self.process, event)
            if isinstance(event, DecisionAsked):
                self.asked[event.step] = event
                self.assumed_option(event.step)
        return bool(events)

    def assumed_option(self, step: str) -> str:
        """Returns the option that the decision of the step is assumed to approve; refuses one that is not offered."""
        asked = self.asked.get(step)
        offered = [option.key for option in asked.options] if asked else self._offered_before(step)
        chosen = self.assumed.options.get(step, offered[0])
        if chosen not in offered:
            raise Refusal("processes.option_unknown", "invalid", option=chosen, options=offered)
        return chosen

    def _offered_before(self, step: str) -> list[str]:
        """Returns the options of a decision that was asked for before the simulation."""
        decision = self.scenario.step(step).decision
        assert decision is not None
        assert self.process is not None
        facts = facts_of(self.process, self.scenario)
        return [option.key for option in decision.options if holds(option.when, facts)]


def run_to_end(simulation: Simulation) -> Process:
    """Returns the process as it is when everybody has answered as assumed, or when no answer changes it any more."""
    while step := _next_answered(simulation):
        simulation.now = max(simulation.now, _end_of(simulation, step))
        if not simulation.apply(_answer(simulation, step)):
            break
    assert simulation.process is not None
    return simulation.process


def _next_answered(simulation: Simulation) -> Step | None:
    """Returns the open step that ends first."""
    assert simulation.process is not None
    waiting = [step for step in simulation.process.steps if step.open]
    return min(waiting, key=lambda step: _end_of(simulation, step), default=None)


def _end_of(simulation: Simulation, step: Step) -> datetime:
    """Returns when the step ends: after its usual duration, and not before the day of the form it belongs to."""
    assert step.started_at is not None
    if step.wake_at is not None:
        return step.wake_at
    template = simulation.scenario.step(step.key)
    soonest = (
        shift(step.started_at, template.takes, simulation.scenario.calendar) if template.takes else step.started_at
    )
    return max(soonest, _day_of(simulation, template) or soonest)


def _day_of(simulation: Simulation, template: StepTemplate) -> datetime | None:
    """Returns the day of the form that the step is due on or after; a step due before it may be done at any time."""
    rule = template.due
    if rule is None or rule.anchor in ANCHORS or rule.offset.amount < 0:
        return None
    assert simulation.process is not None
    return anchors_of(simulation.process, simulation.scenario, template).get(rule.anchor)


def _answer(simulation: Simulation, step: Step) -> list[Event]:
    process, context = simulation.process, simulation.context()
    assert process is not None
    if step.kind == "wait_until":
        return fire_timers(process, context)
    assert step.request_id is not None
    if step.kind == "decision":
        option = simulation.assumed_option(step.key)
        return decision_closed(process, step.request_id, "approved", option, "", context)
    if step.key in simulation.assumed.refusals:
        return request_refused(process, step.request_id, simulation.assumed.refusals[step.key], {}, context)
    assumed = simulation.assumed.outputs.get(step.key, {})
    outputs: dict[str, Value] = {**REQUEST_KINDS[step.kind].outputs, **_estimates(simulation, step), **assumed}
    return request_completed(process, step.request_id, outputs, context)


def _estimates(simulation: Simulation, step: Step) -> dict[str, Value]:
    """Returns what a task is assumed to find out, as far as it has not been found out yet."""
    assert simulation.process is not None
    unknown = (output for output in simulation.scenario.step(step.key).outputs if output.key not in step.outputs)
    found = {output.key: default_value(output, simulation.process.prices) for output in unknown}
    return {key: value for key, value in found.items() if value is not None}
