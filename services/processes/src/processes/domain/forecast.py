"""When a running process will be ready, and which of its steps will not be needed: the preview's engine, from here on."""

from dataclasses import replace
from datetime import datetime

from processes.domain.process import Forecast, Process
from processes.domain.scenario import Scenario
from processes.domain.trial import Assumptions, Trial, run_to_the_end


def forecast(process: Process, scenario: Scenario, now: datetime) -> Forecast | None:
    """What is ahead if everybody answers as a preview assumes; None where nothing is: not started, over, or unwound."""
    if process.started_at is None or not process.open or process.unwinding:
        return None
    # A question that is being changed is put again and answered: in thought that is one answer.
    steps = tuple(replace(step, revising=None) for step in process.steps)
    trial = Trial(scenario, Assumptions(), now, replace(process, steps=steps))
    ended = run_to_the_end(trial)
    ready = all(step.over for step in ended.steps)
    left_out = tuple(step.key for step in ended.steps if step.skip and step.skip.because == "condition")
    return Forecast(trial.now.date() if ready else None, left_out)
