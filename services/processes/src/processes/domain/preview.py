"""What a process will be, before it starts: the same engine, run to its end against assumed answers and durations."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from chassis.domain.actor import Side

from processes.domain.events import AskedOption
from processes.domain.process import Opening, Process, Step
from processes.domain.scenario import Scenario
from processes.domain.starting import start
from processes.domain.trial import Assumptions, Trial, run_to_the_end
from processes.domain.values import Money, Text, Values


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


def preview(scenario: Scenario, inputs: Values, now: datetime, assumed: Assumptions | None = None) -> Preview:
    """Runs the scenario in thought; refuses the same inputs as the start would."""
    trial = Trial(scenario, assumed or Assumptions(), now)
    opening = Opening(UUID(int=0), UUID(int=0), "en", prices=trial.assumed.prices)
    trial.take(start(opening, inputs, trial.occasion()))
    return _summary(trial, run_to_the_end(trial))


def _summary(trial: Trial, process: Process) -> Preview:
    carried_out = [step for step in process.steps if step.state == "done"]
    return Preview(
        steps=tuple(_step(step) for step in carried_out),
        decisions=tuple(
            PreviewDecision(key, asked.question, asked.options, trial.option(key)) for key, asked in trial.asked.items()
        ),
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
