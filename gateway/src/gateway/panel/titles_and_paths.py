"""The titles of things in the viewer's language, and the paths of their pages. Pure."""

from typing import Any

from gateway.panel.viewer import Viewer

PATHS = {
    "ticket": "tickets", "asset": "assets", "person": "people", "process": "processes", "decision": "decisions",
    "handover": "handovers",
}  # fmt: skip
"""The kinds that have pages, and where these are."""


def path_of(kind: str, thing_id: str) -> str | None:
    """Returns the path of a thing's page; None for kinds without pages."""
    folder = PATHS.get(kind)
    return f"/{folder}/{thing_id}" if folder else None


def localised(value: Any, viewer: Viewer) -> str:
    """Returns a text in the viewer's language; it may be given in both (`{"pl": …, "en": …}`) or as it is."""
    if isinstance(value, dict):
        return str(value.get(viewer.language) or next(iter(value.values()), ""))
    return "" if value is None else str(value)


def step_title(step: dict[str, Any], viewer: Viewer) -> str:
    """Returns a step's title without the colon that would announce a name that is not known yet."""
    return localised(step["title"], viewer).rstrip(" :")


def initials(name: str) -> str:
    """Returns the initials of a person, at most two."""
    parts = [part for part in name.split() if part[0].isalpha()]
    return "".join(part[0].upper() for part in (parts[:1] + parts[1:][-1:])) or "?"
