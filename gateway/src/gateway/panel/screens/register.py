"""People and hardware: lines of lists, and cards that link everything. Pure."""

from typing import Any

from gateway.panel.screens.history import entries
from gateway.panel.screens.linked import by_kind, live_ids
from gateway.panel.screens.moves import move_of
from gateway.panel.texts import Texts
from gateway.panel.viewer import Viewer

Shown = dict[str, Any]
_HELD = frozenset({"in_use", "in_service", "in_transit"})


def person_page(one: Shown, texts: Texts, viewer: Viewer) -> Shown:
    """The card of a person: what they hold, what runs about them, what they reported."""
    groups = by_kind(one["links"])
    held = [link for link in one["links"] if link["kind"] == "asset" and link["relation"] == "holder"]
    return {
        "person": one,
        "held": by_kind(held).get("asset", []),
        "kept": by_kind([link for link in one["links"] if link["relation"] == "reserved_for"]).get("asset", []),
        "tickets": groups.get("ticket", []),
        "move": move_of(one.get("next_move"), viewer),
        "entries": entries(one["history"], texts, viewer),
        "live": live_ids(one["id"], one["links"]),
    }


def asset_page(one: Shown, texts: Texts, viewer: Viewer) -> Shown:
    """The card of a piece of hardware: who has it, what it cost, everything that happened to it."""
    groups = by_kind(one["links"])
    return {
        "asset": one,
        "holder_path": f"/people/{one['holder']['id']}" if (one.get("holder") or {}).get("id") else None,
        "held": one["status"] in _HELD and bool(one.get("holder")),
        "tickets": groups.get("ticket", []),
        "move": move_of(one.get("next_move"), viewer),
        "entries": entries(one["history"], texts, viewer),
        "live": live_ids(one["id"], one["links"]),
    }


def row(state: Shown, viewer: Viewer) -> Shown:
    """A person or a piece of hardware as a line of a list."""
    return {
        "one": state,
        "client": viewer.clients.get(str(state["client_id"]), ""),
        "move": move_of(state.get("next_move"), viewer),
    }


def handover_line(state: Shown, viewer: Viewer) -> Shown:
    """A hand-over record as a line, and whether the viewer is the one to accept it."""
    move = move_of(state.get("next_move"), viewer)
    return {
        "record": state,
        "from": (state.get("from_holder") or {}).get("name"),
        "to": (state.get("to_holder") or {}).get("name"),
        "can_accept": move is not None and move["whose"] == "you",
    }
