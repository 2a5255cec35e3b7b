"""The links of a thing, grouped by kind. Pure."""

from gateway.json_object import Json
from gateway.panel.titles_and_paths import path_of

_LIVE_KINDS = frozenset({"ticket", "decision", "asset", "process", "handover"})
_HIDDEN_KINDS = frozenset({"account", "notification", "scenario", "model", "client", "handover"})


def links_by_kind(links: list[Json]) -> dict[str, list[Json]]:
    """Returns the links to things with pages, each thing once and open ones first."""
    groups: dict[str, list[Json]] = {}
    seen: set[str] = set()
    for link in links:
        if link["id"] in seen or link["kind"] in _HIDDEN_KINDS or path_of(link["kind"], link["id"]) is None:
            continue
        seen.add(link["id"])
        groups.setdefault(link["kind"], []).append({**link, "path": path_of(link["kind"], link["id"])})
    for kind in groups:
        groups[kind].sort(key=lambda link: not link["open"])
    return groups


def live_ids(thing_id: str, links: list[Json]) -> str:
    """Returns the ids whose changes a thing's page listens for, its own first."""
    ids = [thing_id, *(link["id"] for link in links if link["kind"] in _LIVE_KINDS)]
    return " ".join(dict.fromkeys(map(str, ids)))
