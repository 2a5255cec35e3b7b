"""From what a client app sends for a form to the values a process carries. Pure; whether they fit is judged in `forms.py`.

What has not even the shape of its field's type is refused here, so that nothing is guessed and nothing gets in that
could not be stored.
"""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from chassis.domain.refusal import Refusal

from processes.domain.scenario import Field
from processes.domain.values import Money, Reference, Value


def read_values(
    fields: Iterable[Field], given: Mapping[str, Any], prices: Mapping[UUID, Money] | None = None
) -> dict[str, Value]:
    """The given values, each as its field's type has it; fields nobody knows are refused by the form itself.

    `prices`: what the named things cost, as far as somebody else than the sender says so.
    """
    types = {field.key: field.type for field in fields}
    asked = {key: value for key, value in given.items() if value is not None and value != ""}
    wrong = {_shown(key): "not_valid" for key, value in asked.items() if not _readable(types.get(key, "text"), value)}
    if wrong:
        raise Refusal("processes.form_invalid", "invalid", fields=wrong)
    return {key: _read(types.get(key, "text"), value, prices or {}) for key, value in asked.items()}


def ids_in(given: Mapping[str, Any]) -> set[UUID]:
    """The ids of everything the given values name."""
    named = [value.get("id") for value in given.values() if isinstance(value, Mapping)]
    return {UUID(str(one)) for one in named if _is_id(one)}


def _readable(kind: str, value: Any) -> bool:
    if kind in ("person", "asset", "model"):
        return isinstance(value, Mapping) and _is_id(value.get("id")) and _is_text(value.get("name") or "")
    if kind == "money":
        return isinstance(value, Mapping) and type(value.get("amount")) is int and _is_text(value.get("currency"))
    if kind == "choices":
        return _is_text(value) or (isinstance(value, (list, tuple)) and all(map(_is_text, value)))
    return isinstance(value, int) or _is_text(value)


def _read(kind: str, value: Any, prices: Mapping[UUID, Money]) -> Value:
    if kind in ("person", "asset", "model"):
        named = UUID(str(value["id"]))
        return Reference(named, value.get("name") or "", prices.get(named))
    if kind == "money":
        return Money(value["amount"], value["currency"])
    if kind == "choices":
        return (value,) if isinstance(value, str) else tuple(value)
    plain: Value = value
    return plain


def _is_text(value: Any) -> bool:
    """Text that PostgreSQL and UTF-8 can hold: no null character, no half of a surrogate pair."""
    return isinstance(value, str) and "\0" not in value and _shown(value) == value


def _is_id(value: Any) -> bool:
    try:
        return bool(UUID(str(value)))
    except ValueError:
        return False


def _shown(text: str) -> str:
    """The text as an answer can carry it, whatever is in it."""
    return text.encode("utf-8", "replace").decode()
