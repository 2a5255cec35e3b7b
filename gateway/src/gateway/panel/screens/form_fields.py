"""Turns definitions (a scenario's inputs, a task's outputs) into form fields, and submitted forms into inputs. Pure."""

import re
from collections.abc import Mapping
from typing import Any, Protocol

from gateway.json_object import Json
from gateway.panel.texts import texts_of
from gateway.panel.titles_and_paths import localised
from gateway.panel.viewer import Viewer

Options = Mapping[str, list[tuple[str, str]]]
"""The options of the field types person, asset and model, as pairs of id and name."""

_CONTROLS = {
    "long_text": "area",
    "choice": "choose",
    "person": "choose",
    "asset": "choose",
    "model": "choose",
    "choices": "choices",
    "boolean": "tick",
}
_CURRENCY = re.compile(r"\s*(zł|€|\$|[A-Za-z]{3})\.?\s*$")
_SYMBOLS = {"zł": "PLN", "€": "EUR", "$": "USD"}
_LONGEST_AMOUNT = 40
"""The most characters of an amount or a number; longer ones are refused unread."""
_INPUTS = {"email": "email", "date": "date", "number": "number", "money": "text"}
_REFERENCES = frozenset({"person", "asset", "model"})


class SubmittedForm(Protocol):
    """A submitted form, which may have several values under a name."""

    def getlist(self, key: Any, /) -> list[Any]: ...


def fields_of(
    definitions: list[Json],
    viewer: Viewer,
    options: Options,
    submitted: Json,
    field_errors: Mapping[str, str],
    prefix: str = "in.",
) -> list[Json]:
    """Returns the fields of a form with their submitted values (else their defaults) and errors."""
    return [
        _field(one, viewer, options, submitted.get(one["key"], one.get("default")), field_errors, prefix)
        for one in definitions
    ]


def _field(
    definition: Json, viewer: Viewer, options: Options, value: Any, field_errors: Mapping[str, str], prefix: str
) -> Json:
    key, kind = definition["key"], definition["type"]
    value = form_value(value)
    # A required yes or no is not a checkbox, which could be submitted without a thought.
    yes_or_no = kind == "boolean" and definition.get("required", True)
    small_choice = yes_or_no or (kind == "choice" and len(definition.get("choices") or ()) <= 4)
    return {
        "id": f"field-{key}",
        "name": f"{prefix}{key}",
        "label": localised(definition["label"], viewer),
        "help": localised(definition.get("help"), viewer),
        "required": definition.get("required", True),
        "control": "choices" if small_choice else _CONTROLS.get(kind, "text"),
        "multiple": kind == "choices",
        "input_type": _INPUTS.get(kind, "text"),
        "problem": field_errors.get(key),
        "value": "" if value is None else value,
        "selected": _as_list(value),
        "attributes": _attributes(kind),
        "options": _options(definition, viewer, options),
        "shown_if": definition.get("shown_if"),
    }


def form_value(value: Any) -> Any:
    """Returns a value as a form holds it: references by id, amounts as text."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if not isinstance(value, dict):
        return value
    if "amount" in value:
        return f"{value['amount'] / 100:.2f}".replace(".00", "").replace(".", ",")
    return value.get("id", "")


def _as_list(value: Any) -> list[Any]:
    if value is None:
        return []
    return list(value) if isinstance(value, list | tuple) else [value]


def _attributes(kind: str) -> str:
    return {"money": " inputmode=decimal", "number": " min=0 step=1", "text": " maxlength=200"}.get(kind, "")


def _options(definition: Json, viewer: Viewer, options: Options) -> list[tuple[str, str]]:
    if definition["type"] in _REFERENCES:
        return options.get(f"{definition['type']}_shown") or options.get(definition["type"], [])
    if definition["type"] == "boolean":
        return texts_of(viewer.language).options("yes_no", ("true", "false"))
    return [(choice["key"], localised(choice["label"], viewer)) for choice in definition.get("choices") or ()]


def submitted_values(definitions: list[Json], form: SubmittedForm, prefix: str = "in.") -> Json:
    """Returns the submitted texts by key; a field of several choices has a list."""
    sent = {one["key"]: [str(value) for value in form.getlist(prefix + one["key"])] for one in definitions}
    return {
        one["key"]: sent[one["key"]] if one["type"] == "choices" else "".join(sent[one["key"]][-1:])
        for one in definitions
    }


def without_prefix(submitted: Json, prefix: str) -> Json:
    """Returns the submitted values whose names have the prefix, without it."""
    return {name.removeprefix(prefix): value for name, value in submitted.items() if name.startswith(prefix)}


def inputs_from(definitions: list[Json], submitted: Json, options: Options, currency: str) -> Json:
    """Returns the submitted values as the owner expects them, without empty fields."""
    values = {one["key"]: _value(one, submitted.get(one["key"]), options, currency) for one in definitions}
    return {key: value for key, value in values.items() if value not in (None, "", [])}


def _value(definition: Json, text: Any, options: Options, currency: str) -> Any:
    kind = definition["type"]
    if kind == "boolean":
        return text == "true" if text or not definition.get("required", True) else None
    if kind in _REFERENCES:
        name = dict(options.get(kind, [])).get(text or "")
        return {"id": text, "name": name} if name else None
    if kind == "money":
        return parse_money(str(text or ""), currency)
    return int(text) if kind == "number" and _is_number(str(text or "")) else text


def _is_number(text: str) -> bool:
    """Tells whether the text consists of digits, and not too many."""
    return text.isascii() and text.isdigit() and len(text) <= _LONGEST_AMOUNT


def parse_money(text: str, currency: str) -> Json | str | None:
    """Returns an amount as people type it (`1 240,50`, `1 240,50 zł`) in minor units.

    An unreadable amount, or one in another currency, is returned as it is, so that the owner refuses it.
    """
    if len(text) > _LONGEST_AMOUNT:
        return text
    currency_match = _CURRENCY.search(text)
    if currency_match and _SYMBOLS.get(currency_match[1].lower(), currency_match[1].upper()) != currency:
        return text
    plain = _CURRENCY.sub("", text).replace(" ", "").replace("\u00a0", "").replace(",", ".")
    if not plain:
        return None
    whole, _, decimals = plain.partition(".")
    if not _is_number(whole) or len(decimals) > 2 or (decimals and not _is_number(decimals)):
        return text
    return {"amount": int(whole) * 100 + int(decimals.ljust(2, "0")), "currency": currency}
