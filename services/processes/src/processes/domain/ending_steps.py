"""How a step ends: it is done, or it has failed."""

from collections.abc import Mapping

from chassis.domain.actor import SYSTEM

from processes.domain import events
from processes.domain.costs import cost_of
from processes.domain.event_recorder import EventRecorder
from processes.domain.process import NextMove
from processes.domain.scenario import CostTerm, StepTemplate
from processes.domain.values import Values


def finish_step(
    recorder: EventRecorder, step: str, outputs: Values, refusal: str | None = None, exception: bool = False
) -> None:
    """Records that the step is done; its outputs become facts. `refusal` is the code of an accepted refusal."""
    template = recorder.scenario.step(step)
    found = {**template.yields, **recorder.process.step(step).outputs, **outputs}
    facts = {**recorder.facts(), **{f"steps.{step}.{key}": value for key, value in found.items()}}
    terms = _cost_terms(template, found, refusal)
    cost = cost_of(terms, recorder.scenario, recorder.process.prices, facts)
    recorder.record(events.StepDone(recorder.now, recorder.context.by, step, found, cost, refusal, exception))


def fail_step(recorder: EventRecorder, step: str, code: str, details: Mapping[str, str]) -> None:
    """Records that the step could not be done. A coordinator of the provider then retries it or has it skipped."""
    title = recorder.process.step(step).title
    move = NextMove("provider", "mend", recorder.now, step, role="coordinator", texts=title)
    recorder.record(events.StepFailed(recorder.now, SYSTEM, step, code, details, move))


def _cost_terms(template: StepTemplate, found: Values, refusal: str | None) -> tuple[CostTerm, ...]:
    """Returns the costs of the step and of the option that was chosen; a step that was refused costs nothing."""
    if refusal is not None:
        return ()
    if template.decision is None:
        return template.cost
    chosen = (option.cost for option in template.decision.options if option.key == found.get("option"))
    return template.cost + next(chosen, ())
