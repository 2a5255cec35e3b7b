"""Notifications as sentences. Pure; one text per code."""

from typing import Any

from gateway.panel.naming import path_of, said
from gateway.panel.screens.history import facts
from gateway.panel.texts import Texts
from gateway.panel.viewer import Viewer

Shown = dict[str, Any]


def notice_line(state: Shown, texts: Texts, viewer: Viewer) -> Shown:
    """A notification as a line of the inbox."""
    about = state.get("about") or {}
    known = {"title": said(about.get("title"), viewer), **facts(state.get("facts") or {}, texts, viewer)}
    return {
        "id": state["id"],
        "text": texts.either(f"told.{state['code']}", "told.other", **known),
        "said": known.get("said") or "",
        "about": said(about.get("title"), viewer),
        "kind": about.get("kind", ""),
        "path": path_of(about.get("kind", ""), str(about.get("id", ""))),
        "at": state["created_at"],
        "unread": state.get("status") == "unread",
        "version": state["version"],
        "important": state.get("class") in ("decision_needed", "your_move"),
    }
