"""Notifications as sentences, one text per code. Pure."""

from chassis.texts import Texts

from gateway.json_object import Json
from gateway.panel.screens.history import localised_facts
from gateway.panel.titles_and_paths import localised, path_of
from gateway.panel.viewer import Viewer


def notification_line(state: Json, texts: Texts, viewer: Viewer) -> Json:
    """Returns a notification as a line of a list."""
    about = state.get("about") or {}
    known = {"title": localised(about.get("title"), viewer), **localised_facts(state.get("facts") or {}, texts, viewer)}
    return {
        "id": state["id"],
        "text": texts.first_of(f"notification.{state['code']}", "notification.other", **known),
        "quote": known.get("said") or "",
        "about": localised(about.get("title"), viewer),
        "kind": about.get("kind", ""),
        "path": path_of(about.get("kind", ""), str(about.get("id", ""))),
        "at": state["created_at"],
        "unread": state.get("status") == "unread",
        "version": state["version"],
        "important": state.get("class") in ("decision_needed", "your_move"),
    }
