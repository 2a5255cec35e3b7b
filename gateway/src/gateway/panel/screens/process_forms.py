"""What the steps of a process ask of those who work on them. Pure."""

from typing import Any

from gateway.panel.naming import said
from gateway.panel.screens.forms import Posted, fields_of, inputs_from, typed_in
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


def asked_of(
    process: Shown, scenario: Shown | None, viewer: Viewer, typed: Shown, wrong: dict[str, str]
) -> list[Shown]:
    """Forms for the findings that open steps of the viewer's side still owe."""
    outputs = {step["key"]: step.get("outputs") or [] for step in (scenario or {}).get("steps", [])}
    again = {key.removeprefix(_PREFIX): value for key, value in typed.items() if key.startswith(_PREFIX)}
    return [
        _findings(step, outputs[step["key"]], {**step.get("outputs", {}), **again}, wrong, viewer)
        for step in process.get("steps", [])
        if step["state"] in _AT_WORK and step["side"] == viewer.side and outputs.get(step["key"])
    ]


def _findings(step: Shown, definitions: list[Shown], known: Shown, wrong: dict[str, str], viewer: Viewer) -> Shown:
    fields = fields_of(definitions, viewer, {}, known, wrong, _PREFIX)
    return {"step": step["key"], "title": said(step["title"], viewer), "fields": fields}


def find_out(scenario: Shown | None, step: str, form: Posted) -> Shown:
    """What a findings form says, as the values the owner expects."""
    steps = (scenario or {}).get("steps", [])
    definitions = next((one.get("outputs") or [] for one in steps if one["key"] == step), [])
    typed = typed_in(definitions, form, _PREFIX)
    return inputs_from(definitions, typed, {}, (scenario or {}).get("currency", "PLN"))
