"""A ticket's page, and its line in a list. Pure."""

from typing import Any

from gateway.panel.screens.history import entries, talk
from gateway.panel.screens.linked import by_kind, live_ids
from gateway.panel.screens.moves import move_of
from gateway.panel.screens.ticket_actions import Action, actions_for, can_write
from gateway.panel.texts import Texts
from gateway.panel.viewer import Viewer

Shown = dict[str, Any]
_WRITTEN = ("answer", "question", "resolution", "reason", "note")
_IN_QUEUE = ("take", "work", "ask", "resolve")


def ticket_page(one: Shown, texts: Texts, viewer: Viewer) -> Shown:
    """Everything the page of a ticket shows, from its state, history and links."""
    actions = actions_for(one, viewer)
    groups = by_kind(one["links"])
    return {
        "ticket": one,
        "move": move_of(one.get("next_move"), viewer),
        "messages": talk(one, one["history"]),
        "entries": entries(one["history"], texts, viewer),
        "actions": actions,
        "primary": actions[0] if actions and actions[0].style == "primary" else None,
        "can_write": can_write(one, viewer),
        "person": _first(groups, "person"),
        "asset": _first(groups, "asset"),
        "process": _first(groups, "process"),
        "others": groups.get("ticket", []),
        "live": live_ids(one["id"], [link for link in one["links"] if link["kind"] == "process"]),
    }


def ticket_row(state: Shown, viewer: Viewer) -> Shown:
    """A ticket as a line of a list."""
    return {
        "ticket": state,
        "move": move_of(state.get("next_move"), viewer),
        "client": viewer.clients.get(str(state["client_id"]), ""),
        "actions": [action for action in actions_for(state, viewer) if action.move in _IN_QUEUE],
    }


def in_queue_order(rows: list[Shown]) -> list[Shown]:
    """What is overdue or most important first, then what waits longest."""
    return sorted(rows, key=_urgency)


def _urgency(row: Shown) -> tuple[int, int, int, str]:
    move, priority = row["move"] or {}, ("critical", "high", "normal", "low").index(row["ticket"]["priority"])
    return (
        0 if move.get("whose") in ("you", "team") else 1,
        0 if move.get("late") else 1,
        priority,
        str(move.get("due_at") or row["ticket"]["opened_at"]),
    )


def action_called(name: str, actions: list[Action]) -> Action | None:
    """The action of this name, if it is offered."""
    return next((action for action in actions if action.move == name), None)


def homeless_text(move: str | None, typed: Shown, actions: list[Action]) -> str:
    """What was written into a form that the page no longer has, because the ticket has moved on; else nothing."""
    if move is None or move == "messages" or action_called(move, actions):
        return ""
    return next((str(typed[name]) for name in _WRITTEN if typed.get(name)), "")


def _first(groups: dict[str, list[Shown]], kind: str) -> Shown | None:
    return groups[kind][0] if groups.get(kind) else None
