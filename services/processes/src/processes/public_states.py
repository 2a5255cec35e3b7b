"""Processes, decisions and scenarios as everybody may see them. A part of the events room, apart because it is long."""

from typing import Any

import contracts.processes.state as shapes
from pydantic import TypeAdapter

from processes.domain.decision import Decision
from processes.domain.pattern import TextPattern
from processes.domain.process import Move, Process, Step
from processes.domain.scenario import Field, Scenario
from processes.domain.values import Reference, Text, Value

_OVER = frozenset({"done", "skipped", "compensated"})
_VALUES: TypeAdapter[dict[str, Any]] = TypeAdapter(dict[str, Any])


def process_state(process: Process) -> bytes:
    """The process as JSON."""
    fields: dict[str, Any] = {
        "id": process.id,
        "client_id": process.client_id,
        "version": process.version,
        "scenario": process.scenario,
        "scenario_version": process.scenario_version,
        "title": texts(process.title),
        "about": texts(process.about),
        "language": process.language,
        "status": process.status,
        "phase": process.phase,
        "inputs": plain_values(process.inputs),
        "editable_fields": list(process.editable_fields),
        "steps": [_step(step, process) for step in process.steps],
        "progress": _progress(process),
        "cost": _dataclass(process.cost),
        "started_by": named(process.started_by),
        "opened_at": process.opened_at,
        "started_at": process.started_at,
        "ended_at": process.ended_at,
        "ready_on": process.forecast.ready_on if process.forecast else None,
        "ending": process.ending.reason if process.ending else None,
        "exceptions": list(process.exceptions),
        "not_undone": [_dataclass(one) for one in process.not_undone],
        "links": _links(process),
        "next_move": move(process.next_move, process.language),
    }
    return shapes.Process.model_validate(fields).model_dump_json().encode()


def decision_state(decision: Decision) -> bytes:
    """The decision as JSON."""
    fields: dict[str, Any] = {
        "id": decision.id,
        "client_id": decision.client_id,
        "version": decision.version,
        "process_id": decision.process_id,
        "step": decision.step,
        "about": texts(decision.about),
        "question": texts(decision.question),
        "options": [
            {
                "key": o.key,
                "title": texts(o.title),
                "cost": _dataclass(o.cost),
                "days": o.days,
                "permits": [_dataclass(one) for one in o.permits],
            }
            for o in decision.options
        ],
        "rule": decision.rule.kind,
        "role": decision.role,
        "deciders": [named(one) for one in decision.deciders],
        "status": decision.status,
        "requested_at": decision.requested_at,
        "expires_at": decision.expires_at,
        "due_at": decision.due_at,
        "option": decision.option,
        "reason": decision.reason,
        "votes": [
            {
                "by": named(v.by),
                "verdict": v.verdict,
                "at": v.at,
                "option": v.option,
                "reason": v.reason,
                "seat": named(v.seat),
            }
            for v in decision.votes
        ],
        "decided_at": decision.decided_at,
        "supersedes": decision.supersedes,
        "superseded_by": decision.superseded_by,
        "next_move": move(decision.next_move, "pl"),
    }
    return shapes.Decision.model_validate(fields).model_dump_json().encode()


def move(given: Move | None, language: str) -> dict[str, Any] | None:
    """Returns a next move, with its question in the language of the process and in both."""
    if given is None:
        return None
    question = given.question
    return {
        "side": given.side,
        "asks": given.asks,
        "account": named(given.account),
        "person": named(given.person),
        "team": given.team,
        "role": given.role,
        "step": given.step,
        "due_at": given.due_at,
        "since": given.since,
        "question": (question.pl if language == "pl" else question.en) if question else None,
        "texts": texts(question) if question else None,
    }


def texts(text: Text | TextPattern) -> dict[str, str]:
    """A text in both languages; a pattern as it is written."""
    return {"pl": str(text.pl), "en": str(text.en)}


def named(reference: Reference | None) -> dict[str, Any] | None:
    """A reference to an account or person."""
    return {"id": reference.id, "name": reference.name} if reference else None


def plain_values(values: Any) -> dict[str, Any]:
    """Form values or outputs as JSON has them."""
    plain: dict[str, Any] = _VALUES.dump_python(dict(values), mode="json")
    for value in plain.values():
        if isinstance(value, dict) and value.get("price", value) is None:
            del value["price"]
    return plain


def _step(step: Step, process: Process) -> dict[str, Any]:
    return {
        "key": step.key,
        "title": texts(step.title),
        "kind": step.kind,
        "side": step.side,
        "team": step.team,
        "optional": step.optional,
        "depends_on": list(step.depends_on),
        "state": step.state,
        "expected": _applies(step, process),
        "request_id": step.request_id,
        "started_at": step.started_at,
        "ended_at": step.ended_at,
        "due_at": step.due_at,
        "wake_at": step.wake_at,
        "overdue": step.overdue,
        "cost": _dataclass(step.cost),
        "outputs": plain_values(step.outputs),
        "failure": _dataclass(step.failure),
        "skip": _dataclass(step.skip),
        "revising": step.revising,
        "next_move": move(step.move, process.language) if _waited_for(step, process) else None,
    }


def _waited_for(step: Step, process: Process) -> bool:
    """True when somebody still has to act in the step; in a process that is compensated, also to undo it."""
    if process.ending is not None:
        return not step.undo_finished
    return step.open or step.blocking


def _progress(process: Process) -> dict[str, int]:
    applying = [step for step in process.steps if _applies(step, process)]
    return {"done": sum(step.state in _OVER for step in applying), "total": len(applying)}


def _applies(step: Step, process: Process) -> bool:
    """False for a step that was not needed, or will not be by the forecast."""
    if step.skip is not None and step.skip.because == "condition":
        return False
    return process.forecast is None or step.key not in process.forecast.not_needed


def _links(process: Process) -> list[dict[str, Any]]:
    """Returns links to everything that the form and the outputs of steps name."""
    found: dict[str, str] = {}
    for value in process.inputs.values():
        if isinstance(value, Reference):
            found[str(value.id)] = "about"
    for step in process.steps:
        for key, output in step.outputs.items():
            if key in ("asset_id", "person_id") and isinstance(output, str):
                found.setdefault(output, "about")
    return [{"relation": relation, "id": identifier} for identifier, relation in found.items()]


def _dataclass(value: Any) -> Any:
    return TypeAdapter(type(value)).dump_python(value, mode="json") if value is not None else None


def scenario_state(scenario: Scenario, identity: dict[str, Any]) -> bytes:
    """A scenario as the catalogue shows it."""
    fields: dict[str, Any] = {
        **identity,
        "key": scenario.key,
        "title": texts(scenario.title),
        "summary": texts(scenario.summary),
        "currency": scenario.currency,
        "inputs": [_field(one, scenario) for one in scenario.inputs],
        "steps": [
            {
                "key": s.key,
                "title": texts(s.title),
                "kind": s.kind,
                "side": s.side,
                "optional": s.optional,
                "depends_on": list(s.depends_on),
                "outputs": [_field(one, scenario) for one in s.outputs],
            }
            for s in scenario.steps
        ],
    }
    return shapes.Scenario.model_validate(fields).model_dump_json().encode()


def _field(field: Field, scenario: Scenario) -> dict[str, Any]:
    def price(key: str | None) -> Value:
        return _dataclass(scenario.prices[key]) if key and key in scenario.prices else None

    return {
        "key": field.key,
        "type": field.type,
        "label": texts(field.label),
        "required": field.required,
        "help": texts(field.help) if field.help else None,
        "default": price(field.default_price) if field.default_price else field.default,
        "choices": [{"key": c.key, "label": texts(c.label), "price": price(c.price)} for c in field.choices],
        "shown_if": _dataclass(field.shown_if),
    }
