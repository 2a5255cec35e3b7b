"""The inputs of a process as lines of text: the filled-in fields of the form it was started with. Pure."""

from typing import Any

from gateway.json_object import Json
from gateway.panel.formats import day, money, number
from gateway.panel.texts import texts_of
from gateway.panel.titles_and_paths import localised, path_of
from gateway.panel.viewer import Viewer

_REFERENCES = frozenset({"person", "asset", "model"})


def input_lines(scenario: Json | None, inputs: Json, viewer: Viewer) -> list[Json]:
    """Returns label, text and path (of things with pages) of each filled-in field, in the order of the form."""
    definitions = [one for one in (scenario or {}).get("inputs", []) if inputs.get(one["key"]) not in (None, "", [])]
    return [_line(definition, inputs[definition["key"]], viewer) for definition in definitions]


def _line(definition: Json, value: Any, viewer: Viewer) -> Json:
    is_reference = definition["type"] in _REFERENCES and isinstance(value, dict)
    path = path_of(definition["type"], str(value["id"])) if is_reference else None
    return {"label": localised(definition["label"], viewer), "text": _text(definition, value, viewer), "path": path}


def _text(definition: Json, value: Any, viewer: Viewer) -> str:
    kind = definition["type"]
    if kind == "boolean":
        return texts_of(viewer.language)(f"yes_no.{'true' if value else 'false'}")
    if kind in ("choice", "choices"):
        labels = {choice["key"]: localised(choice["label"], viewer) for choice in definition.get("choices") or ()}
        return ", ".join(labels.get(key, str(key)) for key in ([value] if kind == "choice" else value))
    if kind == "money":
        return money(value, viewer)
    if kind == "date":
        return day(value, viewer)
    if kind in _REFERENCES:
        return str(value["name"])
    return number(value, viewer) if kind == "number" else str(value)
