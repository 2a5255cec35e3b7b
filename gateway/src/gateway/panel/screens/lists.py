"""What a list shows: its filters (each a query string), what they mean, and the addresses of its pages. Pure."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from gateway.panel.viewer import Viewer
from gateway.view.reading import Filter

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
_STATUSES = frozenset({"new", "active", "joining", "leaving", "in_use", "in_stock", "in_service"})


def shown(name: str, query: Shown) -> str:
    """Which of its filters a list shows."""
    asked = str(query.get("show") or "")
    return asked if asked in SHOWS[name] else SHOWS[name][0]


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
    return Filter(query=str(query.get("q") or "") or None, **fields)


def list_page(name: str, path: str, query: Shown, following: str | None, total: int) -> Shown:
    """What the frame of a list needs: filters, chips, and the way to the next page."""
    kept = {key: str(query[key]) for key in ("q", "client") if query.get(key)}
    show = shown(name, query)
    chips = [{"key": key, "path": f"{path}?{urlencode({**kept, 'show': key})}"} for key in SHOWS[name]]
    more = f"{path}?{urlencode({**kept, 'show': show, 'cursor': following})}" if following else None
    return {
        "filters": {"q": kept.get("q", ""), "client": kept.get("client", ""), "show": show},
        "chips": chips,
        "page": {"total": total, "next": more},
    }


def client_of(text: str, viewer: Viewer) -> UUID | None:
    """The client named in a form, if the viewer knows it."""
    return UUID(text) if text in viewer.clients else None
