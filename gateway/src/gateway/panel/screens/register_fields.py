"""The forms with which people, hardware and models are written into the register, and changed later. Pure."""

from typing import Any, get_args

from contracts.assets.state import Category

from gateway.panel.screens.forms import Options, inputs_from
from gateway.panel.texts import LANGUAGES, Texts

Shown = dict[str, Any]
_NEW: dict[str, tuple[tuple[str, str], ...]] = {
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
"""What is registered -> its fields and their types (those of `forms.py`), as the owner's commands take them."""
_KEPT = {
    "person": frozenset({"starts_on", "external_key"}),
    "asset": frozenset({"tag", "model_id", "category", "holder", "place", "owned", "condition"}),
}
"""What a later change cannot reach."""
_REQUIRED = frozenset(
    {("person", "name"), ("asset", "tag"), ("asset", "owned"), ("model", "manufacturer"), ("model", "name")}
    | {("person", "language"), ("model", "category")}
)
_CHOICES: dict[str, tuple[str, ...]] = {
    "language": tuple(LANGUAGES), "category": get_args(Category), "owned": ("owned", "leased"),
}  # fmt: skip
_TEXTS = frozenset({"text", "email", "long_text"})


def definitions_of(what: str, texts: Texts, *, changing: bool = False) -> list[Shown]:
    """The fields of the form, in words."""
    left_out = _KEPT[what] if changing else frozenset()
    return [_definition(what, key, kind, texts) for key, kind in _NEW[what] if key not in left_out]


def _definition(what: str, key: str, kind: str, texts: Texts) -> Shown:
    choices, help_key = _CHOICES.get(key, ()), f"register_field.{what}.{key}.help"
    return {
        "key": key,
        "type": kind,
        "label": texts(f"register_field.{what}.{key}"),
        "help": texts(help_key) if help_key in texts.keys else None,
        "required": (what, key) in _REQUIRED,
        "choices": [{"key": choice, "label": word} for choice, word in texts.options(key, choices)],
        "default": choices[0] if key in ("language", "owned") else None,
    }


def known_of(state: Shown) -> Shown:
    """What is known of somebody or something, as its form holds it."""
    return {**state, "manager_id": state.get("manager")}


def body_of(
    definitions: list[Shown], typed: Shown, options: Options, currency: str, *, changing: bool = False
) -> Shown:
    """The body of the command. A new thing is told what was filled in; a known one also what was emptied."""
    body = inputs_from(definitions, typed, options, currency)
    for key in {"manager_id", "model_id"} & body.keys():
        body[key] = body[key]["id"]
    place, holder = body.pop("place", ""), body.pop("holder", None)
    if place:
        body["holder"] = {"kind": "place", "name": place}
    elif holder:
        body["holder"] = {"kind": "person", **holder}
    emptied = [one["key"] for one in definitions if one["type"] in _TEXTS and one["key"] not in body]
    return {**body, **dict.fromkeys(emptied if changing else (), "")}
