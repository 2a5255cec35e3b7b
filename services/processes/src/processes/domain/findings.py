"""What a task has to find out for its process (a quote, a serial number), and what of it is still missing. Pure."""

from chassis.domain.refusal import Refusal

from processes.domain.condition import holds
from processes.domain.process import Step
from processes.domain.scenario import StepTemplate
from processes.domain.values import Value, Values

MISSING = "processes.findings_missing"
"""Why a step fails whose task was closed before everything was found out: an estimate must not pass for a finding."""


def owed(template: StepTemplate, known: Values) -> tuple[str, ...]:
    """The keys of what has to be found out and is not known; what another finding makes pointless is not asked."""
    facts = {f"steps.{template.key}.{key}": value for key, value in known.items()}
    asked = (output for output in template.outputs if output.required and holds(output.shown_if, facts))
    return tuple(output.key for output in asked if _nothing(known.get(output.key)))


def check_complete(template: StepTemplate, known: Values) -> None:
    """Refuses `processes.form_invalid` while something is owed."""
    missing = owed(template, known)
    if missing:
        raise Refusal("processes.form_invalid", "invalid", fields=dict.fromkeys(missing, "required"))


def awaited(step: Step) -> bool:
    """True for a step that goes on as soon as what is missing is reported."""
    return step.state == "failed" and step.failure is not None and step.failure.code == MISSING


def _nothing(value: Value) -> bool:
    return value is None or value == "" or value == ()
