"""From what a client app sends for a form to the values a process carries. Pure; whether they fit is judged in `forms.py`."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from chassis.refusal import Refusal

from processes.domain.scenario import Field
from processes.domain.values import Money, Reference, Value


def read_values(fields: Iterable[Field], given: Mapping[str, Any]) -> dict[str, Value]:
    """The given values, each as its field's type has it; fields nobody knows are refused by the form itself."""
    types = {field.key: field.type for field in fields}
    return {key: _read(key, types.get(key, "text"), value) for key, value in given.items() if value not in (None, "")}


def _read(key: str, kind: str, value: Any) -> Value:
    try:
        if kind in ("person", "asset", "model"):
            return Reference(UUID(str(value["id"])), str(value.get("name") or ""))
        if kind == "money":
            return Money(int(value["amount"]), str(value["currency"]))
    except (TypeError, KeyError, ValueError, AttributeError) as error:
        raise Refusal("processes.form_invalid", "invalid", fields={key: "not_valid"}) from error
    if kind == "choices":
        return tuple(str(one) for one in value) if isinstance(value, (list, tuple)) else (str(value),)
    return value if isinstance(value, (str, int, bool)) else str(value)
