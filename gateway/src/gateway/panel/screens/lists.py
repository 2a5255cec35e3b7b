"""The filters and sort orders of lists, read from the query string and linked by it. Pure."""

from urllib.parse import urlencode
from uuid import UUID

from gateway.json_object import Json
from gateway.panel.viewer import Viewer
from gateway.view.queries import Filter
from gateway.view.sort_orders import Sort

_OTHER_SIDE = {"client": "provider", "provider": "client", "system": "client"}

FILTERS: dict[str, tuple[str, ...]] = {
    "tickets": ("open", "my_side", "other_side", "closed", "all"),
    "queue": ("my_side", "new", "mine", "other_side", "open"),
    "processes": ("open", "my_side", "all"),
    "decisions": ("open", "all"),
    "people": ("all", "active", "joining", "leaving"),
    "assets": ("all", "in_use", "in_stock", "in_service"),
}
"""List -> the filters it offers; the first is the default."""
SORTS: dict[str, tuple[Sort, ...]] = {
    "tickets": ("newest", "due", "oldest"),
    "queue": (),
    "processes": ("newest", "due", "oldest"),
    "decisions": ("newest", "due", "oldest"),
    "people": ("name", "newest"),
    "assets": ("newest", "name"),
}
"""List -> the orders it offers; the first is the default. The queue has its own order."""
_STATUSES = frozenset({"new", "active", "joining", "leaving", "in_use", "in_stock", "in_service"})


def selected_filter(name: str, query: Json) -> str:
    """Returns the selected filter of a list; a search without one looks everywhere."""
    asked = str(query.get("show") or "")
    if asked in FILTERS[name]:
        return asked
    return _widest_filter(name) if query.get("q") else FILTERS[name][0]


def _widest_filter(name: str) -> str:
    return "all" if "all" in FILTERS[name] else "open"


def selected_sort(name: str, query: Json) -> Sort:
    """Returns the selected order of a list."""
    asked = str(query.get("sort") or "")
    return next((one for one in SORTS[name] if one == asked), (*SORTS[name], "newest")[0])


def filter_from_query(name: str, query: Json, viewer: Viewer) -> Filter:
    """Returns the filter of the view for a query string."""
    selected = selected_filter(name, query)
    fields: Json = {}
    if selected in ("open", "closed"):
        fields["open"] = selected == "open"
    elif selected == "mine":
        fields["mine"] = True
    elif selected in ("my_side", "other_side"):
        fields["next_side"] = viewer.side if selected == "my_side" else _OTHER_SIDE[viewer.side]
    elif selected in _STATUSES:
        fields["status"] = selected
    client = str(query.get("client") or "")
    if client in viewer.clients:
        fields["client_id"] = UUID(client)
    return Filter(query=str(query.get("q") or "") or None, sort=selected_sort(name, query), **fields)


def list_variables(name: str, path: str, query: Json, following: str | None, total: int) -> Json:
    """Returns the template variables of a list: filters, orders, and the path of the next page."""
    kept = {key: str(query[key]) for key in ("q", "client", "sort") if query.get(key)}
    selected = selected_filter(name, query)
    chips = [{"key": key, "path": f"{path}?{urlencode({**kept, 'show': key})}"} for key in FILTERS[name]]
    more = f"{path}?{urlencode({**kept, 'show': selected, 'cursor': following})}" if following else None
    return {
        "filters": {"q": kept.get("q", ""), "client": kept.get("client", ""), "show": selected},
        "sorts": SORTS[name],
        "sort": selected_sort(name, query),
        "chips": chips,
        "page": {"total": total, "next": more},
    }


def known_client(text: str, viewer: Viewer) -> UUID | None:
    """Returns the id of a client, if it is one of the viewer's."""
    return UUID(text) if text in viewer.clients else None
