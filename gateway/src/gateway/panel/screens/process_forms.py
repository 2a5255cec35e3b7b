"""The forms of a process's page: its draft, corrections, revisions and missing findings. Pure."""

from collections.abc import Iterator
from typing import Any

from gateway.json_object import Json
from gateway.panel.screens.findings import (
    FINDING_PREFIX,
    findings_from_form,
    revised_finding_fields,
    revised_findings_from_form,
    step_outputs,
)
from gateway.panel.screens.form_fields import (
    Options,
    SubmittedForm,
    fields_of,
    inputs_from,
    submitted_values,
    without_prefix,
)
from gateway.panel.titles_and_paths import localised
from gateway.panel.viewer import Viewer

_FIELD_PREFIXES = {"form": "in.", "revise": "new.", "correct": "fix.", "findings": FINDING_PREFIX}
"""Form -> the prefix of its fields' names; that of a draft is the same as in the form it was prepared with."""
FORM_NAMES = _FIELD_PREFIXES.keys()
_FINDINGS_MISSING = "processes.findings_missing"


def find_scenario(process: Json, scenarios: list[Json]) -> Json | None:
    """Returns the scenario of a process: the version it runs, else any version with that key."""
    versions = [scenario for scenario in scenarios if scenario["key"] == process["scenario"]]
    exact = (version for version in versions if _version(version) == process["scenario_version"])
    return next(exact, versions[0] if versions else None)


def _version(scenario: Json) -> int:
    return int(scenario.get("scenario_version") or scenario["version"])


def newest_versions(scenarios: list[Json]) -> list[Json]:
    """Returns the newest version of each scenario, sorted by key."""
    newest: dict[str, Json] = {}
    for scenario in sorted(scenarios, key=_version, reverse=True):
        newest.setdefault(str(scenario["key"]), scenario)
    return [newest[key] for key in sorted(newest)]


def forms_for(
    process: Json,
    scenario: Json | None,
    viewer: Viewer,
    options: Options,
    submitted: Json,
    field_errors: dict[str, str],
) -> list[Json]:
    """Returns the forms that await the viewer: the draft, missing findings, corrections, and revised questions."""
    scenario = scenario or {}
    requested = _requested_forms(process, scenario)
    forms = [_form(*arguments, viewer, options, submitted, field_errors) for arguments in requested]
    for form in forms:
        if form["name"] == "revise":
            form["fields"] += revised_finding_fields(process, scenario, form["step"], viewer, submitted, field_errors)
    return [form for form in forms if form["fields"] or form["name"] == "revise"]


def _requested_forms(process: Json, scenario: Json) -> Iterator[tuple[str, Json, list[Json], Json]]:
    """Yields the forms to show: name, step, definitions of the fields, and known values."""
    inputs = _editable_fields(process, scenario)
    allowed = frozenset(process.get("allowed") or ())
    if "form" in allowed:
        yield "form", {"key": "draft", "title": process["title"]}, inputs, process["inputs"]
        return
    for step in process["steps"]:
        if _waits_for_findings(step) and f"steps/{step['key']}/findings" in allowed:
            yield "findings", step, step_outputs(scenario, step["key"]), step.get("outputs") or {}
    if "correct" in allowed:
        yield "correct", {"key": "correct", "title": process["title"]}, inputs, process["inputs"]
    for step in process["steps"]:
        if f"steps/{step['key']}/revise" in allowed:
            yield "revise", step, inputs, process["inputs"]


def _editable_fields(process: Json, scenario: Json) -> list[Json]:
    """Returns the definitions of the inputs that can be changed."""
    inputs: list[Json] = scenario.get("inputs", [])
    return [definition for definition in inputs if definition["key"] in process["editable_fields"]]


def _waits_for_findings(step: Json) -> bool:
    return step["state"] == "failed" and (step.get("failure") or {}).get("code") == _FINDINGS_MISSING


def _form(
    name: str, step: Json, definitions: list[Json], known: Json, viewer: Viewer, options: Options, submitted: Json,
    field_errors: dict[str, str],
) -> Json:  # fmt: skip
    prefix = _FIELD_PREFIXES[name]
    values = {**known, **without_prefix(submitted, prefix)}
    fields = fields_of(without_hidden_fields(definitions, known), viewer, options, values, field_errors, prefix)
    title, reason = localised(step["title"], viewer), step.get("revising")
    return {"name": name, "step": step["key"], "title": title, "fields": fields, "reason": reason}


def without_hidden_fields(definitions: list[Json], known: Json) -> list[Json]:
    """Returns the definitions without those hidden by known values that this form does not ask for."""
    keys = {definition["key"] for definition in definitions}
    found = []
    for definition in definitions:
        condition: Json = definition.get("shown_if") or {}
        if _fact_keys(condition) <= keys:
            found.append(definition)
        elif _holds(condition, known):
            found.append({**definition, "shown_if": None})
    return found


def _fact_keys(condition: Any) -> set[str]:
    if isinstance(condition, dict):
        keys = {_fact_key(condition[name]) for name in ("fact", "is_set") if condition.get(name)}
        return keys.union(*(_fact_keys(condition.get(name)) for name in ("all", "any", "unless")))
    return set().union(*map(_fact_keys, condition)) if isinstance(condition, list | tuple) else set()


def _holds(condition: Json, known: Json) -> bool:
    """Tells whether a condition is true, as the owner decides it; unknown facts are false."""
    if condition.get("all") or condition.get("any"):
        combine = all if condition.get("all") else any
        return combine(_holds(one, known) for one in condition.get("all") or condition["any"])
    if condition.get("unless"):
        return not _holds(condition["unless"], known)
    if condition.get("is_set"):
        return known.get(_fact_key(condition["is_set"])) not in (None, "", [])
    value = known.get(_fact_key(condition["fact"]))
    if condition.get("contains") is not None:
        return condition["contains"] in (value or [])
    return value in condition["among"] if condition.get("among") else value == condition.get("equals")


def _fact_key(fact: Any) -> str:
    return str(fact).rpartition(".")[2]


def resubmitted_values(form_name: str, process: Json, scenario: Json | None, step: str, form: SubmittedForm) -> Json:
    """Returns the submitted values by field name, emptied fields and several choices included."""
    if form_name == "findings":
        return _prefixed_values(step_outputs(scenario, step), form, FINDING_PREFIX)
    values = _prefixed_values((scenario or {}).get("inputs", []), form, _FIELD_PREFIXES[form_name])
    question: Json = next((one for one in process["steps"] if one["key"] == step), {"depends_on": []})
    for before in question["depends_on"] if form_name == "revise" else ():
        values |= _prefixed_values(step_outputs(scenario, before), form, f"{FINDING_PREFIX}{before}.")
    return values


def _prefixed_values(definitions: list[Json], form: SubmittedForm, prefix: str) -> Json:
    return {f"{prefix}{key}": value for key, value in submitted_values(definitions, form, prefix).items()}


def with_named_options(options: Options, process: Json, scenario: Json | None) -> Options:
    """Adds what a process's inputs refer to already, such as a person who has left or an asset that is gone."""
    extended = dict(options)
    for definition in (scenario or {}).get("inputs", []):
        value = process["inputs"].get(definition["key"])
        for kind in (definition["type"], f"{definition['type']}_shown"):
            if isinstance(value, dict) and kind in extended and value.get("id") not in dict(extended[kind]):
                extended[kind] = [*extended[kind], (str(value.get("id")), str(value.get("name")))]
    return extended


def body_of_form(
    form_name: str, process: Json, scenario: Json | None, step: str, form: SubmittedForm, options: Options
) -> Json:
    """Returns the body of a form's command."""
    if form_name == "findings":
        return {"outputs": findings_from_form(process, scenario, step, form), "complete": True}
    scenario = scenario or {}
    definitions, currency = _editable_fields(process, scenario), process["cost"]["currency"]
    submitted = submitted_values(definitions, form, _FIELD_PREFIXES[form_name])
    inputs = inputs_from(definitions, submitted, options, currency)
    if form_name == "correct":
        return {"inputs": inputs, "reason": "".join(map(str, form.getlist("reason")))}
    if form_name == "form":
        return {"inputs": inputs}
    with_emptied = {definition["key"]: inputs.get(definition["key"]) for definition in definitions}
    return {"inputs": with_emptied, "findings": revised_findings_from_form(process, scenario, step, form)}
