"""The findings of a task as form fields, and as values read from a submitted form. Pure."""

from collections.abc import Iterator

from gateway.json_object import Json
from gateway.panel.screens.form_fields import SubmittedForm, fields_of, inputs_from, submitted_values, without_prefix
from gateway.panel.viewer import Viewer

FINDING_PREFIX = "out."
_ACTIVE_STATES = frozenset({"ready", "in_progress", "waiting"})


def finding_fields(
    process: Json, scenario: Json | None, step: str, viewer: Viewer, submitted: Json, field_errors: dict[str, str]
) -> list[Json]:
    """Returns the fields of a task's findings for the side that works on it.

    They hold known findings but never estimates, which must not be mistaken for findings.
    """
    task = next((one for one in process["steps"] if one["key"] == step), None)
    allowed = process.get("allowed") or ()
    if task is None or task["state"] not in _ACTIVE_STATES or f"steps/{step}/findings" not in allowed:
        return []
    values = {**(task.get("outputs") or {}), **without_prefix(submitted, FINDING_PREFIX)}
    return fields_of(step_outputs(scenario, step), viewer, {}, values, field_errors, FINDING_PREFIX)


def findings_from_form(process: Json, scenario: Json | None, step: str, form: SubmittedForm) -> Json:
    """Returns the submitted findings as the values that the owner expects."""
    outputs = step_outputs(scenario, step)
    values = submitted_values(outputs, form, FINDING_PREFIX)
    return inputs_from(outputs, values, {}, process["cost"]["currency"])


def step_outputs(scenario: Json | None, step: str) -> list[Json]:
    """Returns the definitions of the findings of a scenario's step, without defaults."""
    steps = (scenario or {}).get("steps", [])
    outputs: list[Json] = next((one.get("outputs") or [] for one in steps if one["key"] == step), [])
    return [{**output, "default": None} for output in outputs]


def revised_finding_fields(
    process: Json, scenario: Json, question: str, viewer: Viewer, submitted: Json, field_errors: dict[str, str]
) -> list[Json]:
    """Returns the fields with which the findings before a question can be revised."""
    question_step = next(step for step in process["steps"] if step["key"] == question)
    fields: list[Json] = []
    for step, outputs in _revisable_steps(process, scenario, question_step, viewer):
        prefix = f"{FINDING_PREFIX}{step['key']}."
        values = {**(step.get("outputs") or {}), **without_prefix(submitted, prefix)}
        fields += fields_of(outputs, viewer, {}, values, field_errors, prefix)
    return fields


def revised_findings_from_form(process: Json, scenario: Json, question: str, form: SubmittedForm) -> Json:
    """Returns the revised findings by step, for the steps whose fields were in the form."""
    question_step: Json = next((step for step in process["steps"] if step["key"] == question), {"depends_on": []})
    revised = {key: _submitted_outputs(process, scenario, key, form) for key in question_step["depends_on"]}
    return {key: values for key, values in revised.items() if values}


def _submitted_outputs(process: Json, scenario: Json, step: str, form: SubmittedForm) -> Json:
    """Returns the findings in the form; a cleared field is None, and a field that was not shown is left out."""
    prefix = f"{FINDING_PREFIX}{step}."
    shown = [output for output in step_outputs(scenario, step) if form.getlist(prefix + output["key"])]
    values = inputs_from(shown, submitted_values(shown, form, prefix), {}, process["cost"]["currency"])
    return {output["key"]: values.get(output["key"]) for output in shown}


def _revisable_steps(
    process: Json, scenario: Json, question: Json, viewer: Viewer
) -> Iterator[tuple[Json, list[Json]]]:
    """Yields the steps right before a question whose findings the viewer's side can revise, such as a quote."""
    for step in process["steps"]:
        outputs = step_outputs(scenario, step["key"])
        if outputs and step["key"] in question["depends_on"] and (step["state"], step["side"]) == ("done", viewer.side):
            yield step, outputs
