"""Forms from definitions: a scenario's inputs (or a task's outputs) as fields, and what was posted as inputs. Pure."""

import re
from collections.abc import Mapping
from typing import Any, Protocol

from gateway.panel.naming import said
from gateway.panel.texts import texts_of
from gateway.panel.viewer import Viewer

Shown = dict[str, Any]
Options = Mapping[str, list[tuple[str, str]]]
"""What can be chosen for the field types person, asset and model: (id, name)."""

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
"""Letters of an amount or a number: what is longer is refused without being read."""
_INPUTS = {"email": "email", "date": "date", "number": "number", "money": "text"}
_REFERENCES = frozenset({"person", "asset", "model"})


class Posted(Protocol):
    """A submitted form: all values under a name."""

    def getlist(self, key: Any, /) -> list[Any]: ...


def fields_of(
    definitions: list[Shown],
    viewer: Viewer,
    options: Options,
    typed: Shown,
    wrong: Mapping[str, str],
    prefix: str = "in.",
) -> list[Shown]:
    """The definitions as fields of a form, holding what was typed (else their defaults) and what was wrong with it."""
    return [_field(one, viewer, options, typed, wrong, prefix) for one in definitions]


def _field(one: Shown, viewer: Viewer, options: Options, typed: Shown, wrong: Mapping[str, str], prefix: str) -> Shown:
    key, kind = one["key"], one["type"]
    value = as_typed(typed.get(key, one.get("default")))
    # A yes that has to be said is not said by a tick that nobody thought about.
    yes_or_no = kind == "boolean" and one.get("required", True)
    small_choice = yes_or_no or (kind == "choice" and len(one.get("choices") or ()) <= 4)
    return {
        "id": f"field-{key}",
        "name": f"{prefix}{key}",
        "label": said(one["label"], viewer),
        "help": said(one.get("help"), viewer),
        "required": one.get("required", True),
        "control": "choices" if small_choice else _CONTROLS.get(kind, "text"),
        "several": kind == "choices",
        "input_type": _INPUTS.get(kind, "text"),
        "problem": wrong.get(key),
        "value": "" if value is None else value,
        "picked": _as_list(value),
        "more": _more(kind),
        "options": _options(one, viewer, options),
        "shown_if": one.get("shown_if"),
    }


def as_typed(value: Any) -> Any:
    """A value as a form holds it: references by id, amounts as text."""
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


def _more(kind: str) -> str:
    return {"money": " inputmode=decimal", "number": " min=0 step=1", "text": " maxlength=200"}.get(kind, "")


def _options(one: Shown, viewer: Viewer, options: Options) -> list[tuple[str, str]]:
    if one["type"] in _REFERENCES:
        return options.get(f"{one['type']}_shown") or options.get(one["type"], [])
    if one["type"] == "boolean":
        return texts_of(viewer.language).options("yes_no", ("true", "false"))
    return [(choice["key"], said(choice["label"], viewer)) for choice in one.get("choices") or ()]


def typed_in(definitions: list[Shown], form: Posted, prefix: str = "in.") -> Shown:
    """What was typed, as texts, to be shown again."""
    sent = {one["key"]: [str(value) for value in form.getlist(prefix + one["key"])] for one in definitions}
    return {
        one["key"]: sent[one["key"]] if one["type"] == "choices" else "".join(sent[one["key"]][-1:])
        for one in definitions
    }


def inputs_from(definitions: list[Shown], typed: Shown, options: Options, currency: str) -> Shown:
    """What was typed, as the values the owner expects; empty fields are left out."""
    found = {one["key"]: _value(one, typed.get(one["key"]), options, currency) for one in definitions}
    return {key: value for key, value in found.items() if value not in (None, "", [])}


def _value(one: Shown, text: Any, options: Options, currency: str) -> Any:
    kind = one["type"]
    if kind == "boolean":
        return text == "true" if text or not one.get("required", True) else None
    if kind in _REFERENCES:
        name = dict(options.get(kind, [])).get(text or "")
        return {"id": text, "name": name} if name else None
    if kind == "money":
        return money_from(str(text or ""), currency)
    return int(text) if kind == "number" and _is_number(str(text or "")) else text


def _is_number(text: str) -> bool:
    """Plain digits, few enough to be read at once."""
    return text.isascii() and text.isdigit() and len(text) <= _LONGEST_AMOUNT


def money_from(text: str, currency: str) -> Shown | str | None:
    """An amount as people type it (`1 240,50`, `1 240,50 zł`), in minor units; what cannot be read stays as it is, to be
    refused. A currency that is named has to be the one that is meant."""
    if len(text) > _LONGEST_AMOUNT:
        return text
    named = _CURRENCY.search(text)
    if named and _SYMBOLS.get(named[1].lower(), named[1].upper()) != currency:
        return text
    plain = _CURRENCY.sub("", text).replace(" ", "").replace("\u00a0", "").replace(",", ".")
    if not plain:
        return None
    whole, _, decimals = plain.partition(".")
    if not _is_number(whole) or len(decimals) > 2 or (decimals and not _is_number(decimals)):
        return text
    return {"amount": int(whole) * 100 + int(decimals.ljust(2, "0")), "currency": currency}
