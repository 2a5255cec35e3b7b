"""A thing's history as sentences, and its conversation. Pure; the sentences come from the catalogues, one per event type."""

from typing import Any

from gateway.panel import formats
from gateway.panel.naming import path_of, said
from gateway.panel.screens.remarks import remarks_of, spread
from gateway.panel.texts import Texts
from gateway.panel.viewer import Viewer

Shown = dict[str, Any]

_CODED = {
    "priority": "priority",
    "proposed": "priority",
    "waiting_for": "waiting_for",
    "how": "how",
    "verdict": "verdict",
    "because": "because",
    "condition": "condition",
}
"""Fields whose values are codes with texts of their own, under this prefix."""

_SPOKEN = {
    "tickets.ticket.message_added.v1": ("message", "text"),
    "tickets.ticket.internal_note_added.v1": ("internal", "text"),
    "tickets.ticket.client_asked.v1": ("question", "question"),
    "tickets.ticket.client_answered.v1": ("answer", "answer"),
    "tickets.ticket.resolved.v1": ("resolution", "resolution"),
    "tickets.ticket.reopened.v1": ("message", "reason"),
    "tickets.ticket.rejected.v1": ("message", "reason"),
}
"""Event types somebody speaks in: the kind of what is said, and the field that holds it."""

_ICONS = {
    "opened": "plus",
    "registered": "plus",
    "created": "plus",
    "requested": "gavel",
    "assigned": "user-check",
    "work_started": "player-play",
    "client_asked": "message-question",
    "client_answered": "message",
    "message_added": "message",
    "internal_note_added": "lock",
    "resolved": "check",
    "closed": "circle-check",
    "completed": "circle-check",
    "approved": "check",
    "rejected": "ban",
    "cancelled": "arrow-back-up",
    "failed": "circle-x",
    "handed_over": "arrows-exchange",
    "taken_back": "arrow-back-up",
    "reserved": "bookmark",
    "ordered": "shopping-cart",
    "step_done": "check",
    "step_failed": "circle-x",
    "started": "player-play",
}


def entries(history: list[Shown], texts: Texts, viewer: Viewer, titles: dict[str, str] | None = None) -> list[Shown]:
    """The events as sentences, newest first; `titles` are those of a process's steps, or a decision's options, by key."""
    return [entry(event, texts, viewer, titles or {}) for event in reversed(history)]


def entry(event: Shown, texts: Texts, viewer: Viewer, titles: dict[str, str]) -> Shown:
    """One event as a sentence, with who and when; `kind`, `title` and `subject` say what it is about, if given."""
    data = event.get("data") or {}
    known = facts(spread(data), texts, viewer)
    known["step"] = titles.get(str(data.get("step")), data.get("step"))
    kind = event.get("kind")
    return {
        "icon": _ICONS.get(event["type"].split(".")[-2], "history"),
        "text": texts.either(f"event.{event['type']}", "event.other", **known),
        "remarks": remarks_of(event["type"], known, texts, titles),
        "by": "" if event.get("side") == "system" else event.get("by", ""),
        "side": event.get("side", "system"),
        "at": event["at"],
        "internal": event.get("audience") == "provider",
        "about": event.get("title"),
        "path": path_of(kind, str(event["subject"])) if kind and event.get("subject") else None,
    }


def talk(state: Shown, history: list[Shown]) -> list[Shown]:
    """The conversation of a ticket: what it began with, and everything people said since, oldest first."""
    first = {
        "kind": "message",
        "by": state.get("reported_by") or "",
        "side": state.get("reported_side", "client"),
        "at": state["opened_at"],
        "text": state.get("description") or state["title"],
        "version": 1,
    }
    return [first, *(_spoken(event) for event in history if event["type"] in _SPOKEN)]


def _spoken(event: Shown) -> Shown:
    kind, field = _SPOKEN[event["type"]]
    return {
        "kind": kind,
        "by": event["by"],
        "side": event["side"],
        "at": event["at"],
        "version": event["version"],
        "text": (event.get("data") or {}).get(field, ""),
    }


def facts(data: Shown, texts: Texts, viewer: Viewer) -> Shown:
    """What an event changed, as words that fit into a sentence."""
    return {name: _word(name, value, texts, viewer) for name, value in data.items()}


def _word(name: str, value: Any, texts: Texts, viewer: Viewer) -> Any:
    if isinstance(value, dict):
        return _word_of_group(value, viewer)
    if isinstance(value, list):
        return ", ".join(str(_word(name, one, texts, viewer)) for one in value)
    if not isinstance(value, str):
        return value
    if name in _CODED:
        return texts.either(f"{_CODED[name]}.{value}", value)
    if name.endswith(("_at", "_by", "until")) and value[:4].isdigit():
        return formats.point(value, viewer)
    return formats.day(value, viewer) if name.endswith(("_on", "_day")) and value[:4].isdigit() else value


def _word_of_group(value: Shown, viewer: Viewer) -> str:
    if "amount" in value and "currency" in value:
        return formats.money(value, viewer)
    if "name" in value:
        return str(value["name"])
    return (
        said(value, viewer) if {"pl", "en"} & value.keys() else ", ".join(f"{key}: {one}" for key, one in value.items())
    )
