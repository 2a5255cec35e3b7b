"""What stands around every page: places, tallies, who one is, notices. Pure."""

from dataclasses import dataclass
from typing import Any

from gateway.panel.own_api import Refused
from gateway.panel.screens.problems import notice_of
from gateway.panel.visit import Visit
from gateway.view.status import ViewStatus

Shown = dict[str, Any]
OLD_SECONDS = 10.0
"""A view is complete some seconds ago at most while all is well (`chassis.inbox.following.LOOK_SECONDS`)."""


@dataclass(frozen=True, slots=True)
class Tallies:
    """Numbers in the frame."""

    unread: int = 0
    decisions: int = 0


_NOT_WRITTEN = frozenset(
    {"csrf", "key", "version", "back", "step", "how", "verdict", "option", "secret", "types", "roles"}
)
_PLACES = {
    "start": ("home", "/"),
    "queue": ("list-check", "/queue"),
    "tickets": ("ticket", "/tickets"),
    "processes": ("route", "/processes"),
    "decisions": ("gavel", "/decisions"),
    "people": ("users", "/people"),
    "assets": ("device-laptop", "/assets"),
}
_NOT_ON_PHONES = {"client": {"decisions"}, "provider": {"start", "decisions"}, "system": {"decisions"}}


def make(visit: Visit, here: str, tallies: Tallies, refused: Refused | None, typed: Shown | None = None) -> Shown:
    """The frame of a page."""
    viewer = visit.viewer
    names = [key for key in _PLACES if key != "queue" or viewer.provider]
    query = visit.request.url.query
    return {
        "csrf": visit.caller.csrf,
        "position": visit.head.position if visit.head else 0,
        "places": [_place(key, tallies, viewer.side) for key in names],
        "here": here,
        "client_name": next(iter(viewer.clients.values()), None) if len(viewer.clients) == 1 else None,
        "unread": tallies.unread,
        "path": visit.request.url.path + (f"?{query}" if query else ""),
        "behind": _behind(visit.head),
        "notices": list(_notices(visit, refused, bool(typed and _written(typed)))),
    }


def _behind(head: ViewStatus | None) -> Shown | None:
    """What is to be said about a view that is not as it should be."""
    if head is not None and head.rebuilding_since is not None:
        return {"key": "frame.view_is_rebuilt", "at": head.rebuilding_since}
    if head is not None and head.age > OLD_SECONDS:
        return {"key": "frame.view_is_old", "at": head.up_to_date_at}
    return None


def _place(key: str, tallies: Tallies, side: str) -> Shown:
    icon, path = _PLACES[key]
    tally = tallies.decisions if key == "decisions" else 0
    return {"key": key, "icon": icon, "path": path, "tally": tally, "only_wide": key in _NOT_ON_PHONES[side]}


def _notices(visit: Visit, refused: Refused | None, typed: bool) -> list[Shown]:
    if refused is not None:
        return [notice_of(refused.code, refused.facts, visit.texts, typed=typed)]
    if visit.flash is not None and not visit.live and visit.flash.key in visit.texts.keys:
        return [{"good": True, "title": visit.texts(visit.flash.key), "text": ""}]
    return []


def _written(typed: Shown) -> list[str]:
    """What somebody wrote themselves in a form that comes back."""
    return [name for name, value in typed.items() if name not in _NOT_WRITTEN and str(value or "").strip()]
