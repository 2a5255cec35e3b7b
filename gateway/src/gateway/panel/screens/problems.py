"""Refusals in words, and faults of single fields. Pure."""

from typing import Any

from gateway.panel.texts import Texts

Shown = dict[str, Any]
_STATES = {"tickets": "ticket", "assets": "asset", "processes": "process"}
_FAULTS = {
    "missing": "required", "string_too_short": "too_short", "string_too_long": "too_long", "too_short": "required",
    "string_pattern_mismatch": "other", "required": "required", "email": "email", "date": "date", "number": "number",
    "money": "money", "currency": "currency", "choice": "choice", "choices": "choice", "person": "choice",
    "asset": "choice", "model": "choice", "literal_error": "choice", "uuid_parsing": "choice",
    "model_type": "money", "model_attributes_type": "money", "int_parsing": "number", "greater_than_equal": "number",
    "less_than_equal": "number", "date_parsing": "date", "year": "date", "settled": "settled", "time_zone": "choice",
    "date_from_datetime_parsing": "date",
}  # fmt: skip


def notice_of(code: str, facts: Shown, texts: Texts, *, typed: bool = False) -> Shown:
    """A refusal as a notice: what is the matter, what to do, and (for forms) that nothing typed is lost."""
    known = {**facts, "code": code, "from": _state(code, facts, texts)}
    title = texts.either(f"problem.{code}", "problem.other", **known)
    rest = [texts.either(f"problem.{code}.text", **known)] if f"problem.{code}.text" in texts.keys else []
    if f"problem.{code}" not in texts.keys:
        rest = [texts("problem.other.text", **known)]
    if typed:
        rest.append(texts("problem.kept"))
    return {"good": False, "title": title, "text": " ".join(rest)}


def _state(code: str, facts: Shown, texts: Texts) -> str:
    kind = _STATES.get(code.partition(".")[0], "ticket")
    state = str(facts.get("from") or "")
    return texts.either(f"state.{kind}.{state}", state).lower()


def faults_of(facts: Shown, texts: Texts) -> dict[str, str]:
    """What is wrong with which field: from a form the owner judged, or from a body that did not fit."""
    found = {str(key): _fault(str(code), texts) for key, code in (facts.get("fields") or {}).items()}
    for error in facts.get("errors") or []:
        found[str(error["at"][-1])] = _fault(str(error["code"]), texts)
    return found


def _fault(code: str, texts: Texts) -> str:
    return texts(f"wrong.{_FAULTS.get(code, 'other')}")
