"""The fields of the forms with which people, assets and models are registered and changed. Pure."""

from typing import get_args

from chassis.texts import Texts
from contracts.assets.state import Category

from gateway.json_object import Json
from gateway.panel.screens.form_fields import Options, inputs_from
from gateway.panel.texts import LANGUAGES

_FIELDS: dict[str, tuple[tuple[str, str], ...]] = {
    "person": (
        ("name", "text"), ("email", "email"), ("private_email", "email"), ("job", "text"), ("department", "text"),
        ("site", "text"), ("manager_id", "person"), ("starts_on", "date"), ("language", "choice"), ("external_key", "text"),
    ),
    "asset": (
        ("tag", "text"), ("name", "text"), ("model_id", "model"), ("category", "choice"), ("serial", "text"),
        ("holder", "person"), ("place", "text"), ("owned", "choice"), ("price", "money"), ("purchased_on", "date"),
        ("warranty_until", "date"), ("lease_until", "date"), ("condition", "text"), ("note", "long_text"),
    ),
    "model": (
        ("manufacturer", "text"), ("name", "text"), ("category", "choice"), ("stores_data", "boolean"), ("price", "money"),
        ("lifetime_months", "number"), ("support_ends_on", "date"),
    ),
}  # fmt: skip
"""Kind -> its fields and their types (those of `form_fields.py`), by the names of the owner's commands."""
_UNCHANGEABLE = {
    "person": frozenset({"starts_on", "external_key"}),
    "asset": frozenset({"tag", "model_id", "category", "holder", "place", "owned", "condition"}),
}
"""Fields that only new things have in their form."""
_REQUIRED = frozenset(
    {("person", "name"), ("asset", "tag"), ("asset", "owned"), ("model", "manufacturer"), ("model", "name")}
    | {("person", "language"), ("model", "category")}
)
_CHOICES: dict[str, tuple[str, ...]] = {
    "language": tuple(LANGUAGES), "category": get_args(Category), "owned": ("owned", "leased"),
}  # fmt: skip
_TEXTS = frozenset({"text", "email", "long_text"})


def definitions_of(kind: str, texts: Texts, *, changing: bool = False) -> list[Json]:
    """Returns the definitions of a form's fields."""
    left_out = _UNCHANGEABLE[kind] if changing else frozenset()
    return [_definition(kind, key, field_type, texts) for key, field_type in _FIELDS[kind] if key not in left_out]


def _definition(kind: str, key: str, field_type: str, texts: Texts) -> Json:
    choices, help_key = _CHOICES.get(key, ()), f"register_field.{kind}.{key}.help"
    return {
        "key": key,
        "type": field_type,
        "label": texts(f"register_field.{kind}.{key}"),
        "help": texts(help_key) if help_key in texts.keys else None,
        "required": (kind, key) in _REQUIRED,
        "choices": [{"key": choice, "label": label} for choice, label in texts.options(key, choices)],
        "default": choices[0] if key in ("language", "owned") else None,
    }


def current_values(state: Json) -> Json:
    """Returns the state of an existing thing as its form holds it."""
    return {**state, "manager_id": state.get("manager")}


def body_of(
    definitions: list[Json], submitted: Json, options: Options, currency: str, *, changing: bool = False
) -> Json:
    """Returns the body of the command: the filled-in fields, and of an existing thing also the emptied texts."""
    body = inputs_from(definitions, submitted, options, currency)
    for key in {"manager_id", "model_id"} & body.keys():
        body[key] = body[key]["id"]
    place, holder = body.pop("place", ""), body.pop("holder", None)
    if place:
        body["holder"] = {"kind": "place", "name": place}
    elif holder:
        body["holder"] = {"kind": "person", **holder}
    emptied = [one["key"] for one in definitions if one["type"] in _TEXTS and one["key"] not in body]
    return {**body, **dict.fromkeys(emptied if changing else (), "")}
