"""Reads the values that a client app sends for a form. Whether they fit their fields is checked in `forms.py`.

A value without the shape of its field's type is refused here, so that nothing is guessed, and nothing is taken in that
cannot be stored.
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
    """Returns the given values, each in the type of its field. Unknown fields are refused by the check of the form.

    `prices` are those of the named things as their owner says them; a price that the sender gives is ignored.
    """
    types = {field.key: field.type for field in fields}
    asked = {key: value for key, value in given.items() if value is not None and value != ""}
    wrong = {
        _printable(key): "not_valid" for key, value in asked.items() if not _has_shape(types.get(key, "text"), value)
    }
    if wrong:
        raise Refusal("processes.form_invalid", "invalid", fields=wrong)
    return {key: _read(types.get(key, "text"), value, prices or {}) for key, value in asked.items()}


def ids_in(given: Mapping[str, Any]) -> set[UUID]:
    """Returns the ids of all things that the given values name."""
    named = [value.get("id") for value in given.values() if isinstance(value, Mapping)]
    return {UUID(str(one)) for one in named if _is_id(one)}


def _has_shape(kind: str, value: Any) -> bool:
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
    """True for text that PostgreSQL and UTF-8 can hold: no null character, no half of a surrogate pair."""
    return isinstance(value, str) and "\0" not in value and _printable(value) == value


def _is_id(value: Any) -> bool:
    try:
        return bool(UUID(str(value)))
    except ValueError:
        return False


def _printable(text: str) -> str:
    """Returns the text with what UTF-8 cannot hold replaced."""
    return text.encode("utf-8", "replace").decode()
