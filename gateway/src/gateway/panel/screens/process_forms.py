"""What the steps of a process ask of those who work on them. Pure."""

from typing import Any

from gateway.panel.naming import said
from gateway.panel.screens.forms import Options, Posted, fields_of, inputs_from, typed_in
from gateway.panel.viewer import Viewer

Shown = dict[str, Any]
_AT_WORK = frozenset({"ready", "in_progress", "waiting"})
_PREFIX = "out."


def scenario_of(process: Shown, scenarios: list[Shown]) -> Shown | None:
    """The scenario of a process: the version it runs, else any version of that name."""
    named = [one for one in scenarios if one["key"] == process["scenario"]]
    return next((one for one in named if one["version"] == process["scenario_version"]), named[0] if named else None)


def newest(scenarios: list[Shown]) -> list[Shown]:
    """The newest version of each scenario."""
    best: dict[str, Shown] = {}
    for one in scenarios:
        if one["key"] not in best or best[one["key"]]["version"] < one["version"]:
            best[one["key"]] = one
    return sorted(best.values(), key=lambda one: str(one["key"]))


def forms_of(
    process: Shown, scenario: Shown | None, viewer: Viewer, options: Options, typed: Shown, wrong: dict[str, str]
) -> list[Shown]:
    """The forms that open steps need from the viewer: findings still owed, and questions the client wants changed."""
    found = [_form_of(step, process, scenario or {}, viewer, options, typed, wrong) for step in process["steps"]]
    return [form for form in found if form and form["fields"]]


def _form_of(
    step: Shown, process: Shown, scenario: Shown, viewer: Viewer, options: Options, typed: Shown, wrong: dict[str, str]
) -> Shown | None:
    move = step.get("next_move") or {}
    again = {key.removeprefix(_PREFIX): value for key, value in typed.items() if key.startswith(_PREFIX)}
    if step.get("revising") and move.get("side") == viewer.side:
        fields = fields_of(scenario.get("inputs", []), viewer, options, {**process["inputs"], **again}, wrong, _PREFIX)
        return {"what": "revise", "step": step["key"], "title": said(step["title"], viewer), "fields": fields}
    if step["state"] in _AT_WORK and step["side"] == viewer.side:
        asked = outputs_of(scenario, step["key"])
        fields = fields_of(asked, viewer, options, {**step.get("outputs", {}), **again}, wrong, _PREFIX)
        return {"what": "findings", "step": step["key"], "title": said(step["title"], viewer), "fields": fields}
    return None


def outputs_of(scenario: Shown, step: str) -> list[Shown]:
    """What a step of the scenario has to find out."""
    return next((one.get("outputs") or [] for one in scenario.get("steps", []) if one["key"] == step), [])


def body_of_form(what: str, scenario: Shown | None, step: str, form: Posted, options: Options) -> Shown:
    """What such a form says, as the body of its command."""
    scenario = scenario or {}
    definitions = scenario.get("inputs", []) if what == "revise" else outputs_of(scenario, step)
    typed = typed_in(definitions, form, _PREFIX)
    values = inputs_from(definitions, typed, options, scenario.get("currency", "PLN"))
    return {"inputs": values} if what == "revise" else {"outputs": values}
