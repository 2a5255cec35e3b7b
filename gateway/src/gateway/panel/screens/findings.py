"""What a task of a process has to find out, as fields of a form, and what was posted of it. Pure."""

from collections.abc import Iterator
from typing import Any

from gateway.panel.screens.forms import Posted, fields_of, inputs_from, typed_in
from gateway.panel.viewer import Viewer

Shown = dict[str, Any]
FINDING = "out."
_AT_WORK = frozenset({"ready", "in_progress", "waiting"})


def findings_of(
    process: Shown, scenario: Shown | None, step: str, viewer: Viewer, typed: Shown, wrong: dict[str, str]
) -> list[Shown]:
    """The fields of what a task has to find out, for the side that works on it.

    They hold what is known already, never what the forecast goes by: an estimate must not pass for a finding.
    """
    found = next((one for one in process["steps"] if one["key"] == step), None)
    if found is None or found["state"] not in _AT_WORK or found["side"] != viewer.side:
        return []
    known = found.get("outputs") or {}
    again = {key.removeprefix(FINDING): value for key, value in typed.items() if key.startswith(FINDING)}
    return fields_of(outputs_of(scenario, step), viewer, {}, {**known, **again}, wrong, FINDING)


def findings_from(scenario: Shown | None, step: str, form: Posted) -> Shown:
    """What was found out, as the values the owner expects."""
    asked = outputs_of(scenario, step)
    return inputs_from(asked, typed_in(asked, form, FINDING), {}, (scenario or {}).get("currency", "PLN"))


def outputs_of(scenario: Shown | None, step: str) -> list[Shown]:
    """What a step of the scenario has to find out."""
    steps = (scenario or {}).get("steps", [])
    found: list[Shown] = next((one.get("outputs") or [] for one in steps if one["key"] == step), [])
    return [{**one, "default": None} for one in found]


def findings_anew(
    process: Shown, scenario: Shown, question: str, viewer: Viewer, typed: Shown, wrong: dict[str, str]
) -> list[Shown]:
    """What was found out before the question, to be put otherwise."""
    asked = next(step for step in process["steps"] if step["key"] == question)
    fields: list[Shown] = []
    for step, outputs in _found_before(process, scenario, asked, viewer):
        prefix = f"{FINDING}{step['key']}."
        again = {key.removeprefix(prefix): value for key, value in typed.items() if key.startswith(prefix)}
        fields += fields_of(outputs, viewer, {}, {**(step.get("outputs") or {}), **again}, wrong, prefix)
    return fields


def findings_posted(process: Shown, scenario: Shown, question: str, form: Posted) -> Shown:
    """What was found out instead, by step: of those whose fields were in the form."""
    asked: Shown = next((step for step in process["steps"] if step["key"] == question), {"depends_on": []})
    found = {key: outputs_of(scenario, key) for key in asked["depends_on"]}
    currency = scenario.get("currency", "PLN")
    posted = {key: _posted(outputs, form, f"{FINDING}{key}.", currency) for key, outputs in found.items()}
    return {key: values for key, values in posted.items() if values}


def _posted(outputs: list[Shown], form: Posted, prefix: str, currency: str) -> Shown:
    """What stands in the form; a field that was cleared is nothing now, one that was not shown stays as it was."""
    shown = [one for one in outputs if form.getlist(prefix + one["key"])]
    values = inputs_from(shown, typed_in(shown, form, prefix), {}, currency)
    return {one["key"]: values.get(one["key"]) for one in shown}


def _found_before(
    process: Shown, scenario: Shown, question: Shown, viewer: Viewer
) -> Iterator[tuple[Shown, list[Shown]]]:
    """The steps right before a question whose findings its own side can put otherwise, such as a quote."""
    for step in process["steps"]:
        asked = outputs_of(scenario, step["key"])
        if asked and step["key"] in question["depends_on"] and (step["state"], step["side"]) == ("done", viewer.side):
            yield step, asked
