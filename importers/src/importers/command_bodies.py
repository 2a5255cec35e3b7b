"""Makes a command's body from a checked row, and compares it with what the gateway has already. Pure."""

from collections.abc import Mapping, Sequence
from typing import Any

from importers.assets import model_of
from importers.checked_tables import TableRow
from importers.headings import normalised
from importers.table_kinds import ImportContext, Thing, Values

Body = dict[str, Any]
NOT_COMPARED = frozenset({"external_key", "client", "holder"})
"""Fields that a thing's state does not have, or that an import does not change."""


def body_of(kind: str, values: Values, context: ImportContext) -> Body:
    """The body of `POST /api/<kind>` for a row."""
    if kind == "models":
        return values
    return _person(dict(values), context) if kind == "people" else _asset(dict(values), context)


def _person(values: Values, context: ImportContext) -> Body:
    number, manager = values.pop("employee_number", None), values.pop("manager", None)
    if number:
        values["external_key"] = number
    known = (context.people or {}).get(manager) if manager else None
    if known is not None:
        values["manager_id"] = known["id"]
    return values


def _asset(values: Values, context: ImportContext) -> Body:
    values.pop("state", None)
    holder, place = values.pop("holder", None), values.pop("place", None)
    person = (context.people or {}).get(holder) if holder else None
    if person is not None:
        values["holder"] = {"kind": "person", "id": person["id"], "name": person["name"]}
    elif place:
        values["holder"] = {"kind": "place", "name": place}
    model = model_of(values, context.models or {}) if "model" in values else None
    written = f"{values.pop('manufacturer', '')} {values.pop('model', '')}".strip()
    if model is not None:
        values["model_id"] = model["id"]
        values.setdefault("category", model["category"])
    elif written:
        values.setdefault("name", written[:200])
    return values


def in_order(kind: str, rows: Sequence[TableRow]) -> Sequence[TableRow]:
    """As in the file, but people after their managers, as far as that is possible."""
    if kind != "people":
        return rows
    by_email = {row.values["email"]: row.values for row in rows if "email" in row.values}
    return sorted(rows, key=lambda row: _height(row.values, by_email))


def _height(row: Values, by_email: Mapping[str, Values]) -> int:
    height = 0
    above = by_email.get(row.get("manager", ""))
    while above is not None and height < len(by_email):
        height += 1
        above = by_email.get(above.get("manager", ""))
    return height


def is_same(body: Body, thing: Thing) -> bool:
    """Whether the gateway has everything a body says already; the holder is not compared."""
    known = {**thing, "manager_id": (thing.get("manager") or {}).get("id")}
    return all(known.get(name) == value for name, value in body.items() if name not in NOT_COMPARED)


def has_another_holder(body: Body, thing: Thing) -> bool:
    """Whether the holder differs from the file's; a hand-over changes that, not an import."""
    named, holder = body.get("holder"), thing.get("holder") or {}
    return named is not None and _whom(named) != _whom(holder)


def _whom(holder: Mapping[str, Any]) -> tuple[Any, Any]:
    return holder.get("kind"), holder.get("id") or holder.get("name")


def find(kind: str, body: Body, things: Mapping[str, Thing]) -> Thing | None:
    """The thing a body is about, if the gateway has it."""
    return next((things[key] for key in keys_of(kind, body) if key in things), None)


def keys_of(kind: str, thing: Mapping[str, Any]) -> list[str]:
    """What identifies a body or a state among those of its kind, the surest first."""
    if kind == "models":
        return [normalised(f"{thing['manufacturer']} {thing['name']}")]
    if kind == "people":
        return [str(thing[field]).casefold() for field in ("external_key", "email") if thing.get(field)]
    return [str(thing["tag"]).casefold()]
