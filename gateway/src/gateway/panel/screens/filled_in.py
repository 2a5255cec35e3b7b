"""What a process was started with, in words: the fields of its form that say something. Pure."""

from typing import Any

from gateway.panel.formats import day, money, number
from gateway.panel.naming import path_of, said
from gateway.panel.texts import texts_of
from gateway.panel.viewer import Viewer

Shown = dict[str, Any]
_REFERENCES = frozenset({"person", "asset", "model"})


def filled_in(scenario: Shown | None, inputs: Shown, viewer: Viewer) -> list[Shown]:
    """Label, text and (for what has a page) path of each field that was filled in, in the order of the form."""
    asked = (scenario or {}).get("inputs", [])
    return [_line(one, inputs[one["key"]], viewer) for one in asked if inputs.get(one["key"]) not in (None, "", [])]


def _line(one: Shown, value: Any, viewer: Viewer) -> Shown:
    referred = one["type"] in _REFERENCES and isinstance(value, dict)
    path = path_of(one["type"], str(value["id"])) if referred else None
    return {"label": said(one["label"], viewer), "text": _text(one, value, viewer), "path": path}


def _text(one: Shown, value: Any, viewer: Viewer) -> str:
    kind = one["type"]
    if kind == "boolean":
        return texts_of(viewer.language)(f"yes_no.{'true' if value else 'false'}")
    if kind in ("choice", "choices"):
        words = {choice["key"]: said(choice["label"], viewer) for choice in one.get("choices") or ()}
        return ", ".join(words.get(key, str(key)) for key in ([value] if kind == "choice" else value))
    if kind == "money":
        return money(value, viewer)
    if kind == "date":
        return day(value, viewer)
    if kind in _REFERENCES:
        return str(value["name"])
    return number(value, viewer) if kind == "number" else str(value)
