"""Defines the base of every value that a service stores as JSON. `database/state_codec.py` reads and writes it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from typing import Any

UNKNOWN = "unknown"


class NewerRelease(Exception):
    """Something stored by a newer release, which this one cannot handle. A replica of the newer one can, a little later."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stored:
    """A value that is stored in the database.

    `unknown` holds the fields that a newer release wrote and this one does not know. `dataclasses.replace` copies them, so
    that rewriting a row during a rolling upgrade loses nothing.
    """

    unknown: Mapping[str, Any] = field(default_factory=dict, compare=False, repr=False)

    @classmethod
    def __get_pydantic_core_schema__(cls, source: type[Any], handler: Callable[[Any], Any]) -> dict[str, Any]:
        """Makes pydantic put unknown fields into `unknown` when it reads, and leave out `unknown` when it writes.

        A `Literal` is read as any text: a newer release may know more of them, and an older replica keeps what it says.
        """
        schema = _with_any_text(dict(handler(source)))
        reference = schema.pop("ref", None)
        for one in schema["schema"]["fields"]:
            if one["name"] == UNKNOWN:
                one["serialization_exclude"] = True
        return {
            "type": "function-before",
            "function": {"type": "no-info", "function": _separate(source)},
            "schema": schema,
            "ref": reference,
        }


def _with_any_text(schema: Any) -> Any:
    if isinstance(schema, dict):
        if schema.get("type") == "literal" and all(isinstance(one, str) for one in schema["expected"]):
            return {"type": "str"}
        return {name: _with_any_text(part) for name, part in schema.items()}
    return [_with_any_text(part) for part in schema] if isinstance(schema, list) else schema


def _separate(kind: type[Any]) -> Callable[[Any], Any]:
    known = frozenset(one.name for one in fields(kind)) - {UNKNOWN}

    def separate(value: Any) -> Any:
        if not isinstance(value, dict) or known.issuperset(value):
            return value
        return {**value, UNKNOWN: {name: content for name, content in value.items() if name not in known}}

    return separate
