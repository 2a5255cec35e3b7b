"""When a running process will be ready, and which steps will not be needed: a simulation from where it stands."""

from dataclasses import dataclass, replace
from datetime import date, datetime

from processes.domain.process import Process, Step
from processes.domain.scenario import Scenario
from processes.domain.simulation import Assumptions, Simulation, run_to_end


@dataclass(frozen=True, slots=True)
class Forecast:
    """The day on which everything will be done (None while the process is blocked), and the steps that will not be needed."""

    ready_on: date | None = None
    not_needed: frozenset[str] = frozenset()


def forecast(process: Process, scenario: Scenario, now: datetime) -> Forecast:
    """Returns the forecast with a preview's assumptions; an empty one for a process that is not running or is compensated."""
    if process.started_at is None or not process.open or process.compensating:
        return Forecast()
    # A question that is being changed will be asked again and answered; the simulation takes that for one answer.
    steps = tuple(replace(step, revising=None) for step in process.steps)
    simulation = Simulation(scenario, Assumptions(), now, replace(process, steps=steps))
    ended = run_to_end(simulation)
    ready = all(step.finished for step in ended.steps)
    return Forecast(
        scenario.calendar.day_of(simulation.now) if ready else None,
        frozenset(step.key for step in ended.steps if _fell_out(step)),
    )


def with_forecast(process: Process, found: Forecast) -> Process:
    """Returns the process with its day, and with its steps marked as expected or not."""

    def marked(step: Step) -> Step:
        expected = step.key not in found.not_needed and not _fell_out(step)
        return step if step.expected == expected else replace(step, expected=expected)

    return replace(process, ready_on=found.ready_on, steps=tuple(map(marked, process.steps)))


def _fell_out(step: Step) -> bool:
    return step.skip is not None and step.skip.because == "condition"
