"""Explains refusals and the errors of single fields. Pure."""

from chassis.texts import Texts

from gateway.json_object import Json

_KINDS = {"tickets": "ticket", "assets": "asset", "processes": "process"}
_ERROR_KEYS = {
    "missing": "required", "string_too_short": "too_short", "string_too_long": "too_long", "too_short": "required",
    "string_pattern_mismatch": "other", "required": "required", "email": "email", "date": "date", "number": "number",
    "money": "money", "currency": "currency", "choice": "choice", "choices": "choice", "person": "choice",
    "asset": "choice", "model": "choice", "literal_error": "choice", "uuid_parsing": "choice",
    "model_type": "money", "model_attributes_type": "money", "int_parsing": "number", "greater_than_equal": "number",
    "less_than_equal": "number", "date_parsing": "date", "year": "date", "settled": "settled", "time_zone": "choice",
    "date_from_datetime_parsing": "date",
}  # fmt: skip


def refusal_notice(code: str, facts: Json, texts: Texts, *, typed: bool = False) -> Json:
    """Returns a refusal as a notice: what is wrong, what to do, and that nothing typed is lost."""
    known = {**facts, "code": code, "from": _state(code, facts, texts)}
    title = texts.first_of(f"problem.{code}", "problem.other", **known)
    rest = [texts.first_of(f"problem.{code}.text", **known)] if f"problem.{code}.text" in texts.keys else []
    if f"problem.{code}" not in texts.keys:
        rest = [texts("problem.other.text", **known)]
    if typed:
        rest.append(texts("problem.kept"))
    return {"good": False, "title": title, "text": " ".join(rest)}


def _state(code: str, facts: Json, texts: Texts) -> str:
    kind = _KINDS.get(code.partition(".")[0], "ticket")
    state = str(facts.get("from") or "")
    return texts.first_of(f"state.{kind}.{state}", state).lower()


def field_errors_of(facts: Json, texts: Texts) -> dict[str, str]:
    """Returns the errors of fields by name, from a refused form or from a body that did not fit its model."""
    found = {str(key): _field_error(str(code), texts) for key, code in (facts.get("fields") or {}).items()}
    for error in facts.get("errors") or []:
        found[str(error["at"][-1])] = _field_error(str(error["code"]), texts)
    return found


def _field_error(code: str, texts: Texts) -> str:
    return texts(f"field_error.{_ERROR_KEYS.get(code, 'other')}")
