"""The page of a ticket, and its row in a list. Pure."""

from chassis.texts import Texts

from gateway.json_object import Json
from gateway.panel.screens.history import conversation, history_entries
from gateway.panel.screens.links import links_by_kind, live_ids
from gateway.panel.screens.next_move import next_move_for
from gateway.panel.screens.ticket_actions import TicketAction, actions_for, can_write
from gateway.panel.viewer import Viewer

_TEXT_FIELDS = ("answer", "question", "resolution", "reason", "note")
_QUEUE_MOVES = ("take", "work", "ask", "resolve")


def ticket_page(ticket: Json, texts: Texts, viewer: Viewer) -> Json:
    """Returns the variables of a ticket's page, from its state, history and links."""
    actions = actions_for(ticket, viewer)
    groups = links_by_kind(ticket["links"])
    return {
        "ticket": ticket,
        "move": next_move_for(ticket.get("next_move"), viewer),
        "messages": conversation(ticket, ticket["history"]),
        "entries": history_entries(ticket["history"], texts, viewer),
        "actions": actions,
        "primary": actions[0] if actions and actions[0].style == "primary" else None,
        "can_write": can_write(ticket),
        "person": _first(groups, "person"),
        "asset": _first(groups, "asset"),
        "process": _first(groups, "process"),
        "others": groups.get("ticket", []),
        "live": live_ids(ticket["id"], [link for link in ticket["links"] if link["kind"] == "process"]),
    }


def ticket_row(state: Json, viewer: Viewer) -> Json:
    """Returns a ticket as a row of a list."""
    return {
        "ticket": state,
        "move": next_move_for(state.get("next_move"), viewer),
        "client": viewer.clients.get(str(state["client_id"]), ""),
        "actions": [action for action in actions_for(state, viewer) if action.move in _QUEUE_MOVES],
    }


def in_queue_order(rows: list[Json]) -> list[Json]:
    """Returns the rows in the order of urgency: what awaits the viewer's side, overdue, important, then what is due first."""
    return sorted(rows, key=_urgency)


def _urgency(row: Json) -> tuple[int, int, int, str]:
    move, priority = row["move"] or {}, ("critical", "high", "normal", "low").index(row["ticket"]["priority"])
    return (
        0 if move.get("party") in ("you", "team") else 1,
        0 if move.get("late") else 1,
        priority,
        str(move.get("due_at") or row["ticket"]["opened_at"]),
    )


def unsent_text(move: str | None, submitted: Json, actions: list[TicketAction]) -> str:
    """Returns the text submitted with a form that the page no longer has because the ticket has moved on, else ''."""
    if move in (None, "messages", *(action.move for action in actions)):
        return ""
    return next((str(submitted[name]) for name in _TEXT_FIELDS if submitted.get(name)), "")


def _first(groups: dict[str, list[Json]], kind: str) -> Json | None:
    return groups[kind][0] if groups.get(kind) else None
