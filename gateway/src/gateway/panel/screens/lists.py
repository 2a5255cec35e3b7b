"""What a list shows: its filters (each a query string), what they mean, and the addresses of its pages. Pure."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from gateway.panel.viewer import Viewer
from gateway.view.queries import Filter
from gateway.view.sort_orders import Sort

Shown = dict[str, Any]
_OTHER = {"client": "provider", "provider": "client", "system": "client"}

SHOWS: dict[str, tuple[str, ...]] = {
    "tickets": ("open", "my_side", "other_side", "closed", "all"),
    "queue": ("my_side", "new", "mine", "other_side", "open"),
    "processes": ("open", "my_side", "all"),
    "decisions": ("open", "all"),
    "people": ("all", "active", "joining", "leaving"),
    "assets": ("all", "in_use", "in_stock", "in_service"),
}
"""List -> the filters it offers; the first is the one it begins with."""
SORTS: dict[str, tuple[Sort, ...]] = {
    "tickets": ("newest", "due", "oldest"),
    "queue": (),
    "processes": ("newest", "due", "oldest"),
    "decisions": ("newest", "due", "oldest"),
    "people": ("name", "newest"),
    "assets": ("newest", "name"),
}
"""List -> the orders it offers, the first first; none where it has one of its own."""
_STATUSES = frozenset({"new", "active", "joining", "leaving", "in_use", "in_stock", "in_service"})


def shown(name: str, query: Shown) -> str:
    """Which of its filters a list shows. Who searches looks everywhere, until they say where."""
    asked = str(query.get("show") or "")
    if asked in SHOWS[name]:
        return asked
    return _widest(name) if query.get("q") else SHOWS[name][0]


def _widest(name: str) -> str:
    return "all" if "all" in SHOWS[name] else "open"


def sort_of(name: str, query: Shown) -> Sort:
    """In which order a list stands."""
    asked = str(query.get("sort") or "")
    return next((one for one in SORTS[name] if one == asked), (*SORTS[name], "newest")[0])


def filter_of(name: str, query: Shown, viewer: Viewer) -> Filter:
    """The filter as the view understands it."""
    show = shown(name, query)
    fields: Shown = {}
    if show in ("open", "closed"):
        fields["open"] = show == "open"
    elif show == "mine":
        fields["mine"] = True
    elif show in ("my_side", "other_side"):
        fields["next_side"] = viewer.side if show == "my_side" else _OTHER[viewer.side]
    elif show in _STATUSES:
        fields["status"] = show
    client = str(query.get("client") or "")
    if client in viewer.clients:
        fields["client_id"] = UUID(client)
    return Filter(query=str(query.get("q") or "") or None, sort=sort_of(name, query), **fields)


def list_page(name: str, path: str, query: Shown, following: str | None, total: int) -> Shown:
    """What the frame of a list needs: filters, chips, orders, and the way to the next page."""
    kept = {key: str(query[key]) for key in ("q", "client", "sort") if query.get(key)}
    show = shown(name, query)
    chips = [{"key": key, "path": f"{path}?{urlencode({**kept, 'show': key})}"} for key in SHOWS[name]]
    more = f"{path}?{urlencode({**kept, 'show': show, 'cursor': following})}" if following else None
    return {
        "filters": {"q": kept.get("q", ""), "client": kept.get("client", ""), "show": show},
        "sorts": SORTS[name],
        "sort": sort_of(name, query),
        "chips": chips,
        "page": {"total": total, "next": more},
    }


def client_of(text: str, viewer: Viewer) -> UUID | None:
    """The client named in a form, if the viewer knows it."""
    return UUID(text) if text in viewer.clients else None
