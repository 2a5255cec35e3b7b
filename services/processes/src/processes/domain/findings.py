"""What a task has to find out for its process, such as a quote or a serial number, and what of it is still missing."""

from chassis.domain.refusal import Refusal

from processes.domain.condition import holds
from processes.domain.process import Step
from processes.domain.scenario import StepTemplate
from processes.domain.values import Value, Values

FINDINGS_MISSING = "processes.findings_missing"
"""Why a step fails whose task was closed before everything was found out: an estimate must not pass for a finding."""


def missing_findings(template: StepTemplate, known: Values) -> tuple[str, ...]:
    """Returns the keys of the findings that are required, as far as others do not make them pointless, and not known."""
    facts = {f"steps.{template.key}.{key}": value for key, value in known.items()}
    required = (output for output in template.outputs if output.required and holds(output.shown_if, facts))
    return tuple(output.key for output in required if _is_empty(known.get(output.key)))


def check_findings_complete(template: StepTemplate, known: Values) -> None:
    """Refuses `processes.form_invalid` while a finding is missing."""
    missing = missing_findings(template, known)
    if missing:
        raise Refusal("processes.form_invalid", "invalid", fields=dict.fromkeys(missing, "required"))


def waits_for_findings(step: Step) -> bool:
    """True for a step that continues as soon as its missing findings are reported."""
    return step.state == "failed" and step.failure is not None and step.failure.code == FINDINGS_MISSING


def was_carried_out(step: Step) -> bool:
    """True for a step that was done, also where its findings are missing, so that there is something to undo."""
    return step.state == "done" or (step.failure is not None and step.failure.code == FINDINGS_MISSING)


def _is_empty(value: Value) -> bool:
    return value is None or value == "" or value == ()
