"""What of a process can still be changed, where it stands: only what nobody has gone by yet.

What a decision was about, and what a step that has begun or is over was done with, stays as it was. Only a question that
is to be changed, and a step that failed and is begun again, may look at something else the next time.
"""

from collections.abc import Mapping

from chassis.domain.refusal import Refusal

from processes.domain.condition import facts_read
from processes.domain.facts_needed import facts_needed
from processes.domain.findings import awaited
from processes.domain.process import Process, Step
from processes.domain.scenario import Scenario
from processes.domain.values import Reference, Value, Values


def changeable(process: Process, scenario: Scenario) -> tuple[str, ...]:
    """The fields of the form that can be changed now, in its order: all of a draft, none while nobody is asked to."""
    if process.status == "draft":
        return tuple(field.key for field in scenario.inputs)
    if not any(map(_begins_again, process.steps)) or not process.open or process.unwinding:
        return ()
    settled = _gone_by(process, scenario)
    return tuple(field.key for field in scenario.inputs if not _names("inputs", field.key, settled))


def begun_again(process: Process) -> list[Step]:
    """What failed and holds the process up; not what only waits to hear what was found out, for that work is done."""
    if not process.open or process.unwinding:
        return []
    return [step for step in process.steps if step.blocking and not awaited(step)]


def with_what_is_settled(process: Process, inputs: Values, scenario: Scenario) -> dict[str, Value]:
    """The form with what stays as it was, names and prices of then included; refused where that was to be changed."""
    settled = _gone_by(process, scenario)
    stays = {field.key for field in scenario.inputs if _names("inputs", field.key, settled)}
    changed = [key for key in inputs if key in stays and _is_another(process.inputs.get(key), inputs[key])]
    if changed:
        raise Refusal("processes.form_invalid", "invalid", fields=dict.fromkeys(changed, "settled"))
    free = {key: value for key, value in inputs.items() if key not in stays}
    return {**{key: value for key, value in process.inputs.items() if key in stays}, **free}


def check_not_gone_by(process: Process, findings: Mapping[str, Values], scenario: Scenario) -> None:
    """Refuses other findings where a step has gone by those that were reported."""
    settled = _gone_by(process, scenario)
    wrong = [key for step, found in findings.items() for key in found if _names(f"steps.{step}", key, settled)]
    if wrong:
        raise Refusal("processes.form_invalid", "invalid", fields=dict.fromkeys(wrong, "settled"))


def _begins_again(step: Step) -> bool:
    return step.revising is not None or (step.blocking and not awaited(step))


def _gone_by(process: Process, scenario: Scenario) -> frozenset[str]:
    """The facts that were looked at; a step that was not needed looked only at what said so."""
    found: frozenset[str] = frozenset()
    for step in process.steps:
        if step.state != "pending" and not _begins_again(step):
            template = scenario.step(step.key)
            found |= facts_read(template.condition) if step.state == "skipped" else facts_needed(template)
    return found


def _names(what: str, key: str, facts: frozenset[str]) -> bool:
    name = f"{what}.{key}"
    return any(fact == name or fact.startswith(f"{name}.") for fact in facts)


def _is_another(old: Value, new: Value) -> bool:
    if isinstance(old, Reference) and isinstance(new, Reference):
        return old.id != new.id
    return (old or None) != (new or None)
