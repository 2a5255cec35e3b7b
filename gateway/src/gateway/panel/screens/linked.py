"""What a thing is linked with, grouped by kind for its card. Pure."""

from typing import Any

from gateway.panel.naming import path_of

Shown = dict[str, Any]
_LISTENED_FOR = frozenset({"ticket", "decision", "asset", "process", "handover"})
_NOT_SHOWN = frozenset({"account", "notification", "scenario", "model", "client", "handover"})


def by_kind(links: list[Shown]) -> dict[str, list[Shown]]:
    """Links to things that have a page, each thing once, open ones first."""
    groups: dict[str, list[Shown]] = {}
    seen: set[str] = set()
    for link in links:
        if link["id"] in seen or link["kind"] in _NOT_SHOWN or path_of(link["kind"], link["id"]) is None:
            continue
        seen.add(link["id"])
        groups.setdefault(link["kind"], []).append({**link, "path": path_of(link["kind"], link["id"])})
    for kind in groups:
        groups[kind].sort(key=lambda link: not link["open"])
    return groups


def live_ids(thing_id: str, links: list[Shown]) -> str:
    """The ids a page of this thing listens for: its own first."""
    ids = [thing_id, *(link["id"] for link in links if link["kind"] in _LISTENED_FOR)]
    return " ".join(dict.fromkeys(map(str, ids)))
