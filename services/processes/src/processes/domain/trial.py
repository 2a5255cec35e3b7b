"""A process run in thought: the same engine, to its end, against assumed answers and durations; nobody is asked."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from chassis.domain.actor import SYSTEM
from chassis.domain.refusal import Refusal

from processes.domain.answering import completed, decided, refused
from processes.domain.condition import holds
from processes.domain.due import ANCHORS, shift
from processes.domain.events import DecisionAsked, Event
from processes.domain.evolution import evolve
from processes.domain.facts import anchors_of, facts_of
from processes.domain.process import Process, Step
from processes.domain.request_kinds import KINDS
from processes.domain.scenario import Scenario, StepTemplate, value_of_default
from processes.domain.timers import time_passed
from processes.domain.unfolding import Occasion
from processes.domain.values import Money, Value, Values


@dataclass(frozen=True, slots=True)
class Assumptions:
    """What a trial takes for granted: the option of each decision (else the first), refusals, and other outputs."""

    options: Mapping[str, str] = field(default_factory=dict)
    refusals: Mapping[str, str] = field(default_factory=dict)
    outputs: Mapping[str, Values] = field(default_factory=dict)
    prices: Mapping[str, Money] = field(default_factory=dict)


@dataclass(slots=True)
class Trial:
    """Lives only inside one function call; `now` moves on as the process does."""

    scenario: Scenario
    assumed: Assumptions
    now: datetime
    process: Process | None = None
    asked: dict[str, DecisionAsked] = field(default_factory=dict)
    ids: Iterator[int] = field(default_factory=lambda: iter(range(1, 1_000_000)))

    def occasion(self) -> Occasion:
        return Occasion(self.scenario, SYSTEM, self.now, lambda: UUID(int=next(self.ids)))

    def take(self, events: list[Event]) -> bool:
        """Goes on by these events; False when there were none."""
        for event in events:
            self.process = evolve(self.process, event)
            if isinstance(event, DecisionAsked):
                self.asked[event.step] = event
                self.option(event.step)
        return bool(events)

    def option(self, step: str) -> str:
        """How a decision is assumed to be taken; refuses an option that is not offered."""
        asked = self.asked.get(step)
        offered = [option.key for option in asked.options] if asked else self._offered(step)
        chosen = self.assumed.options.get(step, offered[0])
        if chosen not in offered:
            raise Refusal("processes.option_unknown", "invalid", option=chosen, options=offered)
        return chosen

    def _offered(self, step: str) -> list[str]:
        """The options of a question that was put before the trial began."""
        decision = self.scenario.step(step).decision
        assert decision is not None
        assert self.process is not None
        facts = facts_of(self.process, self.scenario)
        return [option.key for option in decision.options if holds(option.when, facts)]


def run_to_the_end(trial: Trial) -> Process:
    """The process as it will be when everybody answered as assumed, or can answer no more."""
    while step := _next_answer(trial):
        trial.now = max(trial.now, _ends(trial, step))
        if not trial.take(_answer(trial, step)):
            break
    assert trial.process is not None
    return trial.process


def _next_answer(trial: Trial) -> Step | None:
    assert trial.process is not None
    waiting = [step for step in trial.process.steps if step.open]
    return min(waiting, key=lambda step: _ends(trial, step), default=None)


def _ends(trial: Trial, step: Step) -> datetime:
    """After as long as it takes; what belongs to a day of the form (a first day, a last one) not before that day."""
    assert step.started_at is not None
    if step.wake_at is not None:
        return step.wake_at
    template = trial.scenario.step(step.key)
    soonest = shift(step.started_at, template.takes) if template.takes else step.started_at
    return max(soonest, _day_of(trial, template) or soonest)


def _day_of(trial: Trial, template: StepTemplate) -> datetime | None:
    """The day of the form that the step is due on, or some time after; what is due before it may be done at any time."""
    rule = template.due
    if rule is None or rule.anchor in ANCHORS or rule.offset.amount < 0:
        return None
    assert trial.process is not None
    return anchors_of(trial.process, trial.scenario, template).get(rule.anchor)


def _answer(trial: Trial, step: Step) -> list[Event]:
    process, occasion = trial.process, trial.occasion()
    assert process is not None
    if step.kind == "wait_until":
        return time_passed(process, occasion)
    assert step.request_id is not None
    if step.kind == "decision":
        return decided(process, step.request_id, "approved", trial.option(step.key), "", occasion)
    if step.key in trial.assumed.refusals:
        return refused(process, step.request_id, trial.assumed.refusals[step.key], {}, occasion)
    assumed = trial.assumed.outputs.get(step.key, {})
    outputs: dict[str, Value] = {**KINDS[step.kind].outputs, **_estimates(trial, step), **assumed}
    return completed(process, step.request_id, outputs, occasion)


def _estimates(trial: Trial, step: Step) -> dict[str, Value]:
    """What a task is assumed to find out, as far as it has not been found out yet."""
    assert trial.process is not None
    unknown = (output for output in trial.scenario.step(step.key).outputs if output.key not in step.outputs)
    found = {output.key: value_of_default(output, trial.process.prices) for output in unknown}
    return {key: value for key, value in found.items() if value is not None}
