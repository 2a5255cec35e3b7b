"""When a running process will be ready, and which steps will not be needed: a simulation from where it stands."""

from dataclasses import replace
from datetime import datetime

from processes.domain.process import Forecast, Process
from processes.domain.scenario import Scenario
from processes.domain.simulation import Assumptions, Simulation, run_to_end


def forecast(process: Process, scenario: Scenario, now: datetime) -> Forecast | None:
    """Returns the forecast with a preview's assumptions; None for a process that is not running or is compensated."""
    if process.started_at is None or not process.open or process.compensating:
        return None
    # A question that is being changed will be asked again and answered; the simulation takes that for one answer.
    steps = tuple(replace(step, revising=None) for step in process.steps)
    simulation = Simulation(scenario, Assumptions(), now, replace(process, steps=steps))
    ended = run_to_end(simulation)
    ready = all(step.finished for step in ended.steps)
    not_needed = tuple(step.key for step in ended.steps if step.skip and step.skip.because == "condition")
    return Forecast(simulation.now.date() if ready else None, not_needed)
