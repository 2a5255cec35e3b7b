"""What a process will be before it starts: its steps, decisions, cost and dates, from a simulation."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from chassis.domain.actor import Side

from processes.domain.decision import DecisionOption
from processes.domain.process import NewProcess, Process, Step
from processes.domain.scenario import Scenario
from processes.domain.simulation import Assumptions, Simulation, run_to_end
from processes.domain.starting import start
from processes.domain.values import Money, Text, Values


@dataclass(frozen=True, slots=True)
class PreviewStep:
    """A step that will be carried out, and when it is expected to start and end."""

    key: str
    title: Text
    side: Side
    team: str | None
    starts_at: datetime
    ends_at: datetime
    due_at: datetime | None


@dataclass(frozen=True, slots=True)
class PreviewDecision:
    """A decision that will be asked for; `assumed` is the option that the rest of the preview counts on."""

    step: str
    question: Text
    options: tuple[DecisionOption, ...]
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


def preview(scenario: Scenario, inputs: Values, now: datetime, assumed: Assumptions | None = None) -> Preview:
    """Simulates the scenario; refuses the inputs that a start refuses."""
    simulation = Simulation(scenario, assumed or Assumptions(), now)
    new = NewProcess(UUID(int=0), UUID(int=0), "en", prices=simulation.assumed.prices)
    simulation.apply(start(new, inputs, simulation.context()))
    return _summary(simulation, run_to_end(simulation))


def _summary(simulation: Simulation, process: Process) -> Preview:
    carried_out = [step for step in process.steps if step.state == "done"]
    return Preview(
        steps=tuple(_step(step) for step in carried_out),
        decisions=tuple(
            PreviewDecision(key, asked.question, asked.options, simulation.assumed_option(key))
            for key, asked in simulation.asked.items()
        ),
        cost=process.cost,
        ready_on=simulation.scenario.calendar.day_of(simulation.now),
        client_minutes=sum(step.client_minutes for step in carried_out),
        provider_minutes=sum(step.estimate_minutes for step in carried_out),
    )


def _step(step: Step) -> PreviewStep:
    assert step.started_at is not None
    assert step.ended_at is not None
    return PreviewStep(step.key, step.title, step.side, step.team, step.started_at, step.ended_at, step.due_at)
