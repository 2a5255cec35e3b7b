"""What a process will be, before it starts: the same engine, run to its end against assumed answers and durations."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from chassis.actor import SYSTEM, Side
from chassis.refusal import Refusal

from processes.domain.answering import completed, decided, refused
from processes.domain.due import shift
from processes.domain.events import AskedOption, DecisionAsked, Event
from processes.domain.evolution import evolve
from processes.domain.process import Opening, Process, Step
from processes.domain.request_kinds import KINDS
from processes.domain.scenario import Scenario
from processes.domain.starting import start
from processes.domain.timers import time_passed
from processes.domain.unfolding import Occasion
from processes.domain.values import Money, Text, Value, Values


@dataclass(frozen=True, slots=True)
class Assumptions:
    """What a preview takes for granted: the option of each decision (else the first), refusals, and other outputs."""

    options: Mapping[str, str] = field(default_factory=dict)
    refusals: Mapping[str, str] = field(default_factory=dict)
    outputs: Mapping[str, Values] = field(default_factory=dict)
    prices: Mapping[str, Money] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class PreviewStep:
    """A step that will be carried out, with when it is expected to begin and end."""

    key: str
    title: Text
    side: Side
    team: str | None
    starts_at: datetime
    ends_at: datetime
    due_at: datetime | None

    @property
    def late(self) -> bool:
        return self.due_at is not None and self.ends_at > self.due_at


@dataclass(frozen=True, slots=True)
class PreviewDecision:
    """A question that will be put, with its options; `assumed` is the one the rest of the preview counts on."""

    step: str
    question: Text
    options: tuple[AskedOption, ...]
    assumed: str


@dataclass(frozen=True, slots=True)
class Preview:
    """ "14 steps, 2 decisions, about 1 240 EUR, ready on 12 March, 3 h of your people's time"."""

    steps: tuple[PreviewStep, ...]
    decisions: tuple[PreviewDecision, ...]
    cost: Money
    ready_on: date
    client_minutes: int
    provider_minutes: int
    stuck_at: tuple[str, ...] = ()


@dataclass(slots=True)
class _Trial:
    """A process run in thought."""

    scenario: Scenario
    assumed: Assumptions
    now: datetime
    process: Process | None = None
    decisions: dict[str, PreviewDecision] = field(default_factory=dict)
    ids: Iterator[int] = field(default_factory=lambda: iter(range(1, 1_000_000)))

    def occasion(self) -> Occasion:
        return Occasion(self.scenario, SYSTEM, self.now, lambda: UUID(int=next(self.ids)))

    def take(self, events: list[Event]) -> None:
        for event in events:
            self.process = evolve(self.process, event)
            if isinstance(event, DecisionAsked):
                chosen = self._option(event)
                self.decisions[event.step] = PreviewDecision(event.step, event.question, event.options, chosen)

    def _option(self, asked: DecisionAsked) -> str:
        offered = [option.key for option in asked.options]
        chosen = self.assumed.options.get(asked.step, offered[0])
        if chosen not in offered:
            raise Refusal("processes.option_unknown", "invalid", option=chosen, options=offered)
        return chosen


def preview(scenario: Scenario, inputs: Values, now: datetime, assumed: Assumptions | None = None) -> Preview:
    """Runs the scenario in thought; refuses the same inputs as the start would."""
    assumed = assumed or Assumptions()
    trial = _Trial(scenario, assumed, now)
    opening = Opening(UUID(int=0), UUID(int=0), "en", prices=assumed.prices)
    trial.take(start(opening, inputs, trial.occasion()))
    while step := _next_answer(trial):
        trial.now = max(trial.now, _ends(trial, step))
        trial.take(_answer(trial, step))
    return _summary(trial)


def _next_answer(trial: _Trial) -> Step | None:
    assert trial.process is not None
    waiting = [step for step in trial.process.steps if step.open]
    return min(waiting, key=lambda step: _ends(trial, step), default=None)


def _ends(trial: _Trial, step: Step) -> datetime:
    assert step.started_at is not None
    if step.wake_at is not None:
        return step.wake_at
    takes = trial.scenario.step(step.key).takes
    return shift(step.started_at, takes) if takes else step.started_at


def _answer(trial: _Trial, step: Step) -> list[Event]:
    process, occasion = trial.process, trial.occasion()
    assert process is not None
    if step.kind == "wait_until":
        return time_passed(process, occasion)
    assert step.request_id is not None
    if step.kind == "decision":
        return decided(process, step.request_id, "approved", trial.decisions[step.key].assumed, "", occasion)
    if step.key in trial.assumed.refusals:
        return refused(process, step.request_id, trial.assumed.refusals[step.key], {}, occasion)
    outputs: dict[str, Value] = {**KINDS[step.kind].outputs, **trial.assumed.outputs.get(step.key, {})}
    return completed(process, step.request_id, outputs, occasion)


def _summary(trial: _Trial) -> Preview:
    process = trial.process
    assert process is not None
    carried_out = [step for step in process.steps if step.state == "done"]
    return Preview(
        steps=tuple(_step(step) for step in carried_out),
        decisions=tuple(trial.decisions.values()),
        cost=process.cost,
        ready_on=trial.now.date(),
        client_minutes=sum(step.client_minutes for step in carried_out),
        provider_minutes=sum(step.estimate_minutes for step in carried_out),
        stuck_at=tuple(step.key for step in process.steps if step.blocking),
    )


def _step(step: Step) -> PreviewStep:
    assert step.started_at is not None
    assert step.ended_at is not None
    return PreviewStep(step.key, step.title, step.side, step.team, step.started_at, step.ended_at, step.due_at)
