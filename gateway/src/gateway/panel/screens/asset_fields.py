"""The form fields of an asset's actions, and the command's body made from them. Pure."""

from collections.abc import Mapping
from typing import Any

from chassis.texts import Texts

from gateway.json_object import Json
from gateway.panel.screens.form_fields import Options, parse_money

_CHOICES = {
    "stock_as": ("available", "defective", "quarantine"),
    "after_service": ("holder", "available", "defective", "quarantine"),
    "destination": ("to_user", "to_stock", "to_vendor"),
    "how_gone": ("disposed", "sold", "donated", "returned_to_lessor", "bought_out"),
    "how_missing": ("lost", "stolen"),
}
_LONG_TEXTS = frozenset({"note", "fault", "outcome", "evidence", "hold_reason", "retire_reason"})
_REFERENCES = {"person": "person", "for_person": "person", "decision": "decision"}
"""Field -> the kind of thing it refers to."""
_REQUIRED = frozenset({"for_person", "fault", "evidence", "hold_reason", "decision", *_CHOICES})
_COMMAND_FIELDS = {
    "stock_as": "to", "after_service": "to", "destination": "to", "how_gone": "how", "how_missing": "how", "fault": "reason",
    "hold_reason": "reason", "retire_reason": "reason", "for_person": "for_person_id", "decision": "decision_id",
}  # fmt: skip
"""Field -> its name in the command, where that differs."""


def fields_for(
    names: tuple[str, ...],
    texts: Texts,
    options: Options,
    submitted: Json,
    field_errors: Mapping[str, str],
    id_prefix: str,
) -> list[Json]:
    """Returns the fields of a form with their submitted values; `id_prefix` keeps the ids of a page's forms apart."""
    return [_field(name, texts, options, submitted, field_errors, id_prefix) for name in names]


def _field(
    name: str, texts: Texts, options: Options, submitted: Json, field_errors: Mapping[str, str], id_prefix: str
) -> Json:
    value = submitted.get(name, _CHOICES.get(name, ("",))[0])
    return {
        "id": f"{id_prefix}-{name}",
        "name": name,
        "label": texts(f"asset_field.{name}"),
        "help": texts(f"asset_field.{name}.help") if f"asset_field.{name}.help" in texts.keys else None,
        "required": name in _REQUIRED,
        "control": _control(name),
        "multiple": False,
        "input_type": "text",
        "problem": field_errors.get(_COMMAND_FIELDS.get(name, name)),
        "value": value,
        "selected": [value],
        "attributes": " inputmode=decimal" if name == "cost" else "",
        "options": options.get(_REFERENCES[name], [])
        if name in _REFERENCES
        else texts.options(f"asset_field.{name}", _CHOICES.get(name, ())),
    }


def _control(name: str) -> str:
    if name in _LONG_TEXTS:
        return "area"
    return "choose" if name in _REFERENCES or name in _CHOICES else "text"


def body_of(names: tuple[str, ...], form: Mapping[str, Any], options: Options, currency: str) -> Json:
    """Returns the body of the command, without empty fields."""
    values = {name: str(form.get(name) or "").strip() for name in names}
    body: Json = {_COMMAND_FIELDS.get(name, name): text for name, text in values.items() if text}
    place, person = body.pop("place", ""), body.pop("person", "")
    if place:
        body["to"] = {"kind": "place", "name": place}
    elif person:
        body["to"] = {"kind": "person", "id": person, "name": dict(options.get("person", [])).get(person, "–")}
    if "cost" in body:
        body["cost"] = parse_money(body["cost"], currency)
    return body
