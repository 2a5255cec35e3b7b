"""Which fields of a form can still be edited: those that no decision and no step has used yet.

What a decision was about, and what a step was started or ended with, is fixed. A question that is to be changed, and a
failed step that is started again, are not counted: they may use other values the next time.
"""

from collections.abc import Mapping

from chassis.domain.refusal import Refusal

from processes.domain.condition import facts_read
from processes.domain.facts_needed import facts_needed
from processes.domain.findings import waits_for_findings
from processes.domain.process import Process, Step
from processes.domain.scenario import Scenario
from processes.domain.values import Reference, Value, Values


def editable_fields(process: Process, scenario: Scenario) -> tuple[str, ...]:
    """Returns the editable fields in the form's order: all of a draft, none while nobody is asked to edit the form."""
    if process.status == "draft":
        return tuple(field.key for field in scenario.inputs)
    if not any(map(_starts_again, process.steps)) or not process.open or process.compensating:
        return ()
    fixed = _fixed_fields(process, scenario)
    return tuple(field.key for field in scenario.inputs if field.key not in fixed)


def steps_to_retry(process: Process) -> list[Step]:
    """Returns the failed steps that block the process. Work that only lacks its findings is done, and not repeated."""
    if not process.open or process.compensating:
        return []
    return [step for step in process.steps if step.blocking and not waits_for_findings(step)]


def with_fixed_fields(process: Process, inputs: Values, scenario: Scenario) -> dict[str, Value]:
    """Returns the inputs, with fixed fields as they were, their names and prices included; refuses to change those."""
    fixed = _fixed_fields(process, scenario)
    changed = [key for key in inputs if key in fixed and _differ(process.inputs.get(key), inputs[key])]
    if changed:
        raise Refusal("processes.form_invalid", "invalid", fields=dict.fromkeys(changed, "settled"))
    edited = {key: value for key, value in inputs.items() if key not in fixed}
    return {**{key: value for key, value in process.inputs.items() if key in fixed}, **edited}


def check_findings_editable(process: Process, findings: Mapping[str, Values], scenario: Scenario) -> None:
    """Refuses other findings where a step has used those that were reported."""
    used = _facts_used(process, scenario)
    wrong = [key for step, found in findings.items() for key in found if _is_used(f"steps.{step}.{key}", used)]
    if wrong:
        raise Refusal("processes.form_invalid", "invalid", fields=dict.fromkeys(wrong, "settled"))


def _fixed_fields(process: Process, scenario: Scenario) -> frozenset[str]:
    used = _facts_used(process, scenario)
    return frozenset(field.key for field in scenario.inputs if _is_used(f"inputs.{field.key}", used))


def _starts_again(step: Step) -> bool:
    return step.revising is not None or (step.blocking and not waits_for_findings(step))


def _facts_used(process: Process, scenario: Scenario) -> frozenset[str]:
    """Returns the facts that steps have used; a skipped step has used only those of its condition."""
    found: frozenset[str] = frozenset()
    for step in process.steps:
        if step.state != "pending" and not _starts_again(step):
            template = scenario.step(step.key)
            found |= facts_read(template.condition) if step.state == "skipped" else facts_needed(template)
    return found


def _is_used(name: str, used: frozenset[str]) -> bool:
    """True when the fact itself or a part of it, such as its label, was used."""
    return any(fact == name or fact.startswith(f"{name}.") for fact in used)


def _differ(old: Value, new: Value) -> bool:
    if isinstance(old, Reference) and isinstance(new, Reference):
        return old.id != new.id
    return (old or None) != (new or None)
