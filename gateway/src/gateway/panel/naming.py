"""What things are called and where their pages are. Pure."""

from typing import Any

from gateway.panel.viewer import Viewer

PATHS = {
    "ticket": "tickets", "asset": "assets", "person": "people", "process": "processes", "decision": "decisions",
    "handover": "handovers",
}  # fmt: skip
"""Kinds that have a page of their own, and where it is."""


def path_of(kind: str, thing_id: str) -> str | None:
    """Where a thing has its page; None for kinds without one."""
    folder = PATHS.get(kind)
    return f"/{folder}/{thing_id}" if folder else None


def said(value: Any, viewer: Viewer) -> str:
    """A text that may stand in both languages (`{"pl": …, "en": …}`), in the viewer's."""
    if isinstance(value, dict):
        return str(value.get(viewer.language) or next(iter(value.values()), ""))
    return "" if value is None else str(value)


def step_title(step: dict[str, Any], viewer: Viewer) -> str:
    """A step's title; what it names may not be known yet, and then nothing is announced."""
    return said(step["title"], viewer).rstrip(" :")


def initials(name: str) -> str:
    """Two letters for a person."""
    parts = [part for part in name.split() if part[0].isalpha()]
    return "".join(part[0].upper() for part in (parts[:1] + parts[1:][-1:])) or "?"
