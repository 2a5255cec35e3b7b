"""A thing's history as sentences (one text per event type), and a ticket's conversation. Pure."""

from typing import Any

from chassis.texts import Texts

from gateway.json_object import Json
from gateway.panel import formats
from gateway.panel.screens.remarks import flatten, remarks_of
from gateway.panel.titles_and_paths import localised, path_of
from gateway.panel.viewer import Viewer

_CODE_PREFIXES = {
    "priority": "priority",
    "proposed": "priority",
    "waiting_for": "waiting_for",
    "how": "how",
    "verdict": "verdict",
    "because": "because",
    "condition": "condition",
}
"""Fields whose values are codes, and the prefix of their texts."""

_MESSAGES = {
    "tickets.ticket.message_added.v1": ("message", "text"),
    "tickets.ticket.internal_note_added.v1": ("internal", "text"),
    "tickets.ticket.client_asked.v1": ("question", "question"),
    "tickets.ticket.client_answered.v1": ("answer", "answer"),
    "tickets.ticket.resolved.v1": ("resolution", "resolution"),
    "tickets.ticket.reopened.v1": ("message", "reason"),
    "tickets.ticket.rejected.v1": ("message", "reason"),
}
"""The event types of messages: the kind of the message, and the field that holds its text."""

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


def history_entries(
    history: list[Json], texts: Texts, viewer: Viewer, titles: dict[str, str] | None = None
) -> list[Json]:
    """Returns the events as sentences, newest first; `titles` names steps or options by their keys."""
    return [history_entry(event, texts, viewer, titles or {}) for event in reversed(history)]


def history_entry(event: Json, texts: Texts, viewer: Viewer, titles: dict[str, str]) -> Json:
    """Returns an event as a sentence with its actor and time, and the thing it is about where that is given."""
    data = event.get("data") or {}
    known = localised_facts(flatten(data), texts, viewer)
    known["step"] = titles.get(str(data.get("step")), data.get("step"))
    kind = event.get("kind")
    return {
        "icon": _ICONS.get(event["type"].split(".")[-2], "history"),
        "text": texts.first_of(f"event.{event['type']}", "event.other", **known),
        "remarks": remarks_of(event["type"], known, texts, titles),
        "by": "" if event.get("side") == "system" else event.get("by", ""),
        "side": event.get("side", "system"),
        "at": event["at"],
        "internal": event.get("audience") == "provider",
        "about": event.get("title"),
        "path": path_of(kind, str(event["subject"])) if kind and event.get("subject") else None,
    }


def conversation(state: Json, history: list[Json]) -> list[Json]:
    """Returns the conversation of a ticket: its description and all messages, oldest first."""
    first = {
        "kind": "message",
        "by": state.get("reported_by") or "",
        "side": state.get("reported_side", "client"),
        "at": state["opened_at"],
        "text": state.get("description") or state["title"],
        "version": 1,
    }
    return [first, *(_message(event) for event in history if event["type"] in _MESSAGES)]


def _message(event: Json) -> Json:
    kind, field = _MESSAGES[event["type"]]
    return {
        "kind": kind,
        "by": event["by"],
        "side": event["side"],
        "at": event["at"],
        "version": event["version"],
        "text": (event.get("data") or {}).get(field, ""),
    }


def localised_facts(data: Json, texts: Texts, viewer: Viewer) -> Json:
    """Returns the changes of an event as texts that fit into a sentence."""
    return {name: _localised(name, value, texts, viewer) for name, value in data.items()}


def _localised(name: str, value: Any, texts: Texts, viewer: Viewer) -> Any:
    if isinstance(value, dict):
        return _localised_group(value, viewer)
    if isinstance(value, list):
        return ", ".join(str(_localised(name, one, texts, viewer)) for one in value)
    if not isinstance(value, str):
        return value
    if name in _CODE_PREFIXES:
        return texts.first_of(f"{_CODE_PREFIXES[name]}.{value}", value)
    if name.endswith(("_at", "_by", "until")) and value[:4].isdigit():
        return formats.short_time(value, viewer)
    return formats.day(value, viewer) if name.endswith(("_on", "_day")) and value[:4].isdigit() else value


def _localised_group(value: Json, viewer: Viewer) -> str:
    if "amount" in value and "currency" in value:
        return formats.money(value, viewer)
    if "name" in value:
        return str(value["name"])
    if {"pl", "en"} & value.keys():
        return localised(value, viewer)
    return ", ".join(f"{key}: {part}" for key, part in value.items())
