"""The fields of what can be done with hardware, and the command's body from them. Pure."""

from collections.abc import Mapping
from typing import Any

from gateway.panel.screens.forms import Options, money_from
from gateway.panel.texts import Texts

Shown = dict[str, Any]
_CHOICES = {
    "stock_as": ("available", "defective", "quarantine"),
    "after_service": ("holder", "available", "defective", "quarantine"),
    "way": ("to_user", "to_stock", "to_vendor"),
    "how_gone": ("disposed", "sold", "donated", "returned_to_lessor", "bought_out"),
    "how_missing": ("lost", "stolen"),
}
_AREAS = frozenset({"note", "fault", "outcome", "evidence", "hold_reason", "retire_reason"})
_REFERENCES = {"person": "person", "for_person": "person", "decision": "decision"}
"""Fields that name something, and the kind of it."""
_REQUIRED = frozenset({"for_person", "fault", "evidence", "hold_reason", "decision", *_CHOICES})
_SENT_AS = {
    "stock_as": "to", "after_service": "to", "way": "to", "how_gone": "how", "how_missing": "how", "fault": "reason",
    "hold_reason": "reason", "retire_reason": "reason", "for_person": "for_person_id", "decision": "decision_id",
}  # fmt: skip
"""Fields that the command calls otherwise."""


def fields_for(
    names: tuple[str, ...],
    texts: Texts,
    options: Options,
    typed: Shown,
    wrong: Mapping[str, str],
    place: str,
) -> list[Shown]:
    """The fields of a form, holding what was typed; `place` keeps their ids apart from those of other forms."""
    return [_field(name, texts, options, typed, wrong, place) for name in names]


def _field(name: str, texts: Texts, options: Options, typed: Shown, wrong: Mapping[str, str], place: str) -> Shown:
    value = typed.get(name, _CHOICES.get(name, ("",))[0])
    return {
        "id": f"{place}-{name}",
        "name": name,
        "label": texts(f"asset_field.{name}"),
        "help": texts(f"asset_field.{name}.help") if f"asset_field.{name}.help" in texts.keys else None,
        "required": name in _REQUIRED,
        "control": _control(name),
        "several": False,
        "input_type": "text",
        "problem": wrong.get(_SENT_AS.get(name, name)),
        "value": value,
        "picked": [value],
        "more": " inputmode=decimal" if name == "cost" else "",
        "options": options.get(_REFERENCES[name], [])
        if name in _REFERENCES
        else texts.options(f"asset_field.{name}", _CHOICES.get(name, ())),
    }


def _control(name: str) -> str:
    if name in _AREAS:
        return "area"
    return "choose" if name in _REFERENCES or name in _CHOICES else "text"


def body_of(names: tuple[str, ...], form: Mapping[str, Any], options: Options, currency: str) -> Shown:
    """The body of the command; empty fields are left out."""
    given = {name: str(form.get(name) or "").strip() for name in names}
    body: Shown = {_SENT_AS.get(name, name): text for name, text in given.items() if text}
    place, person = body.pop("place", ""), body.pop("person", "")
    if place:
        body["to"] = {"kind": "place", "name": place}
    elif person:
        body["to"] = {"kind": "person", "id": person, "name": dict(options.get("person", [])).get(person, "–")}
    if "cost" in body:
        body["cost"] = money_from(body["cost"], currency)
    return body
