"""What the steps of a process ask of those who work on them. Pure."""

from collections.abc import Iterator
from typing import Any

from gateway.panel.naming import said
from gateway.panel.screens.findings import FINDING, findings_anew, findings_from, findings_posted, outputs_of
from gateway.panel.screens.forms import Options, Posted, fields_of, inputs_from, typed_in
from gateway.panel.viewer import Viewer

Shown = dict[str, Any]
_PREFIX = {"form": "in.", "revise": "new.", "correct": "fix.", "findings": FINDING}
"""How the fields of a form are called; those of a draft as in the form it was prepared with."""
_FINDINGS_MISSING = "processes.findings_missing"


def scenario_of(process: Shown, scenarios: list[Shown]) -> Shown | None:
    """The scenario of a process: the version it runs, else any version of that name."""
    named = [one for one in scenarios if one["key"] == process["scenario"]]
    return next((one for one in named if _version(one) == process["scenario_version"]), named[0] if named else None)


def _version(scenario: Shown) -> int:
    return int(scenario.get("scenario_version") or scenario["version"])


def newest(scenarios: list[Shown]) -> list[Shown]:
    """The newest version of each scenario."""
    best: dict[str, Shown] = {}
    for one in scenarios:
        if one["key"] not in best or _version(best[one["key"]]) < _version(one):
            best[one["key"]] = one
    return sorted(best.values(), key=lambda one: str(one["key"]))


def forms_of(
    process: Shown, scenario: Shown | None, viewer: Viewer, options: Options, typed: Shown, wrong: dict[str, str]
) -> list[Shown]:
    """The forms the viewer is needed for: a draft's own, questions the client wants changed, what a step failed over or
    still waits to hear."""
    found = [_form(*asked, viewer, options, typed, wrong) for asked in _asked(process, scenario or {}, viewer)]
    for form in found:
        if form["what"] == "revise":
            form["fields"] += findings_anew(process, scenario or {}, form["step"], viewer, typed, wrong)
    return [form for form in found if form["fields"] or form["what"] == "revise"]


def _asked(process: Shown, scenario: Shown, viewer: Viewer) -> Iterator[tuple[str, Shown, list[Shown], Shown]]:
    """What is asked for: which form, of which step, with which definitions, and what is known already."""
    inputs = _editable_fields(process, scenario)
    if process["status"] == "draft":
        yield "form", {"key": "draft", "title": process["title"]}, inputs, process["inputs"]
        return
    for step in process["steps"]:
        if _waits_for_findings(step) and step["side"] == viewer.side and not process.get("ending"):
            yield "findings", step, outputs_of(scenario, step["key"]), step.get("outputs") or {}
    if is_blocked(process) and _answers_for(process, viewer):
        yield "correct", {"key": "correct", "title": process["title"]}, inputs, process["inputs"]
    for step in process["steps"]:
        asked = step.get("revising") and (step.get("next_move") or {}).get("side") == viewer.side
        if asked and _answers_for(process, viewer):
            yield "revise", step, inputs, process["inputs"]


def _editable_fields(process: Shown, scenario: Shown) -> list[Shown]:
    """The fields of the form that can be changed; the owner has not always said which."""
    inputs: list[Shown] = scenario.get("inputs", [])
    named = process.get("editable_fields")
    return inputs if named is None else [one for one in inputs if one["key"] in named]


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
    fields = fields_of(judged_here(asked, known), viewer, options, {**known, **again}, wrong, prefix)
    title, reason = said(step["title"], viewer), step.get("revising")
    return {"what": what, "step": step["key"], "title": title, "fields": fields, "reason": reason}


def judged_here(asked: list[Shown], known: Shown) -> list[Shown]:
    """The fields, without those that an answer hides which stands already and is not asked for in this form."""
    keys = {one["key"] for one in asked}
    found = []
    for one in asked:
        condition: Shown = one.get("shown_if") or {}
        if _looked_at(condition) <= keys:
            found.append(one)
        elif _holds(condition, known):
            found.append({**one, "shown_if": None})
    return found


def _looked_at(condition: Any) -> set[str]:
    if isinstance(condition, dict):
        named = {_key(condition[name]) for name in ("fact", "is_set") if condition.get(name)}
        return named.union(*(_looked_at(condition.get(name)) for name in ("all", "any", "unless")))
    return set().union(*map(_looked_at, condition)) if isinstance(condition, list | tuple) else set()


def _holds(condition: Shown, known: Shown) -> bool:
    """As the owner judges it; what is not known is not so."""
    if condition.get("all") or condition.get("any"):
        judge = all if condition.get("all") else any
        return judge(_holds(one, known) for one in condition.get("all") or condition["any"])
    if condition.get("unless"):
        return not _holds(condition["unless"], known)
    if condition.get("is_set"):
        return known.get(_key(condition["is_set"])) not in (None, "", [])
    value = known.get(_key(condition["fact"]))
    if condition.get("contains") is not None:
        return condition["contains"] in (value or [])
    return value in condition["among"] if condition.get("among") else value == condition.get("equals")


def _key(fact: Any) -> str:
    return str(fact).rpartition(".")[2]


def typed_again(what: str, process: Shown, scenario: Shown | None, step: str, form: Posted) -> Shown:
    """What was posted, by the names of the fields: also what was unticked or emptied, and every one of several choices."""
    if what == "findings":
        return _typed(outputs_of(scenario, step), form, FINDING)
    found = _typed((scenario or {}).get("inputs", []), form, _PREFIX.get(what, ""))
    asked: Shown = next((one for one in process["steps"] if one["key"] == step), {"depends_on": []})
    for before in asked["depends_on"] if what == "revise" else ():
        found |= _typed(outputs_of(scenario, before), form, f"{FINDING}{before}.")
    return found


def _typed(definitions: list[Shown], form: Posted, prefix: str) -> Shown:
    return {f"{prefix}{key}": value for key, value in typed_in(definitions, form, prefix).items()}


def with_what_is_named(options: Options, process: Shown, scenario: Shown | None) -> Options:
    """The options and what the form names already: somebody who has left, or hardware that is gone, stays named."""
    found = dict(options)
    for one in (scenario or {}).get("inputs", []):
        named = process["inputs"].get(one["key"])
        for kind in (one["type"], f"{one['type']}_shown"):
            if isinstance(named, dict) and kind in found and named.get("id") not in dict(found[kind]):
                found[kind] = [*found[kind], (str(named.get("id")), str(named.get("name")))]
    return found


def body_of_form(what: str, process: Shown, scenario: Shown | None, step: str, form: Posted, options: Options) -> Shown:
    """What such a form says, as the body of its command."""
    if what == "findings":
        return {"outputs": findings_from(scenario, step, form), "complete": True}
    scenario = scenario or {}
    definitions, currency = _editable_fields(process, scenario), scenario.get("currency", "PLN")
    inputs = inputs_from(definitions, typed_in(definitions, form, _PREFIX[what]), options, currency)
    if what == "correct":
        return {"inputs": inputs, "reason": "".join(map(str, form.getlist("reason")))}
    if what == "form":
        return {"inputs": inputs}
    emptied = {one["key"]: inputs.get(one["key"]) for one in definitions}
    return {"inputs": emptied, "findings": findings_posted(process, scenario, step, form)}
