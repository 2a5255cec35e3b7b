"""What the steps of a process ask of those who work on them. Pure."""

from collections.abc import Iterator
from typing import Any

from gateway.panel.naming import said
from gateway.panel.screens.forms import Options, Posted, fields_of, inputs_from, typed_in
from gateway.panel.viewer import Viewer

Shown = dict[str, Any]
_AT_WORK = frozenset({"ready", "in_progress", "waiting"})
_FINDING = "out."
_PREFIX = {"form": "in.", "revise": "new.", "correct": "fix.", "findings": _FINDING}
"""How the fields of a form are called; those of a draft as in the form it was prepared with."""
_FINDINGS_MISSING = "processes.findings_missing"


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
    """The forms the viewer is needed for: a draft's own, questions the client wants changed, what a step failed over or
    still waits to hear."""
    found = [_form(*asked, viewer, options, typed, wrong) for asked in _asked(process, scenario or {}, viewer)]
    return [form for form in found if form["fields"]]


def _asked(process: Shown, scenario: Shown, viewer: Viewer) -> Iterator[tuple[str, Shown, list[Shown], Shown]]:
    """What is asked for: which form, of which step, with which definitions, and what is known already."""
    inputs = scenario.get("inputs", [])
    if process["status"] == "draft":
        yield "form", {"key": "draft", "title": process["title"]}, inputs, process["inputs"]
        return
    for step in process["steps"]:
        if _waits_for_findings(step) and step["side"] == viewer.side and not process.get("ending"):
            yield "findings", step, outputs_of(scenario, step["key"]), step.get("outputs") or {}
    if is_blocked(process) and _answers_for(process, viewer):
        yield "correct", {"key": "correct", "title": process["title"]}, inputs, process["inputs"]
    for step in process["steps"]:
        if step.get("revising") and (step.get("next_move") or {}).get("side") == viewer.side:
            yield "revise", step, inputs, process["inputs"]


def _waits_for_findings(step: Shown) -> bool:
    return step["state"] == "failed" and (step.get("failure") or {}).get("code") == _FINDINGS_MISSING


def is_blocked(process: Shown) -> bool:
    """True when a step that is needed has failed, and the process is not being undone."""
    failed = any(step["state"] == "failed" and not step.get("optional") for step in process["steps"])
    return failed and not process.get("ending") and not process.get("ended_at")


def _answers_for(process: Shown, viewer: Viewer) -> bool:
    started = str((process.get("started_by") or {}).get("id")) == viewer.id
    return viewer.has("coordinator", "administrator") if viewer.provider else viewer.decides or started


def _form(
    what: str, step: Shown, asked: list[Shown], known: Shown, viewer: Viewer, options: Options, typed: Shown,
    wrong: dict[str, str],
) -> Shown:  # fmt: skip
    prefix = _PREFIX[what]
    again = {key.removeprefix(prefix): value for key, value in typed.items() if key.startswith(prefix)}
    fields = fields_of(asked, viewer, options, {**known, **again}, wrong, prefix)
    return {"what": what, "step": step["key"], "title": said(step["title"], viewer), "fields": fields}


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
    again = {key.removeprefix(_FINDING): value for key, value in typed.items() if key.startswith(_FINDING)}
    return fields_of(outputs_of(scenario, step), viewer, {}, {**known, **again}, wrong, _FINDING)


def findings_from(scenario: Shown | None, step: str, form: Posted) -> Shown:
    """What was found out, as the values the owner expects."""
    asked = outputs_of(scenario, step)
    return inputs_from(asked, typed_in(asked, form, _FINDING), {}, (scenario or {}).get("currency", "PLN"))


def outputs_of(scenario: Shown | None, step: str) -> list[Shown]:
    """What a step of the scenario has to find out."""
    steps = (scenario or {}).get("steps", [])
    found: list[Shown] = next((one.get("outputs") or [] for one in steps if one["key"] == step), [])
    return [{**one, "default": None} for one in found]


def body_of_form(what: str, scenario: Shown | None, step: str, form: Posted, options: Options) -> Shown:
    """What such a form says, as the body of its command."""
    if what == "findings":
        return {"outputs": findings_from(scenario, step, form), "complete": True}
    scenario = scenario or {}
    definitions = scenario.get("inputs", [])
    typed = typed_in(definitions, form, _PREFIX[what])
    body: Shown = {"inputs": inputs_from(definitions, typed, options, scenario.get("currency", "PLN"))}
    reason = "".join(map(str, form.getlist("reason")))
    return {**body, "reason": reason} if what == "correct" else body
