"""A decision: the question, its options with what they cost and when, and what was decided. Pure."""

from typing import Any

from gateway.panel.formats import day
from gateway.panel.naming import path_of, said
from gateway.panel.screens.history import entries
from gateway.panel.screens.moves import move_of
from gateway.panel.texts import Texts
from gateway.panel.viewer import Viewer

Shown = dict[str, Any]
_OPEN = frozenset({"requested", "viewed"})


def decision_card(state: Shown, viewer: Viewer) -> Shown:
    """A decision as a card: on its own page, on a process page and in a list."""
    is_open = state["status"] in _OPEN
    return {
        "decision": state,
        "question": said(state.get("question") or state.get("title"), viewer),
        "about": said(state.get("about"), viewer),
        "options": [_option(option, state, viewer) for option in state.get("options", [])],
        "move": move_of(state.get("next_move"), viewer),
        "open": is_open,
        "can_decide": is_open and viewer.decides,
        "may_not": is_open and viewer.side == "client" and not viewer.decides,
        "votes": [{**vote, "name": (vote.get("by") or {}).get("name", "")} for vote in state.get("votes", [])],
        "process_path": path_of("process", str(state["process_id"])) if state.get("process_id") else None,
    }


def decision_page(one: Shown, texts: Texts, viewer: Viewer) -> Shown:
    """Everything the page of a decision shows."""
    titles = {option["key"]: said(option["title"], viewer) for option in one.get("options", [])}
    return {"card": decision_card(one, viewer), "entries": entries(one["history"], texts, viewer, titles)}


def approved(state: Shown, viewer: Viewer) -> str:
    """A decision that was taken, in a line: the question, what was chosen, and when."""
    chosen = next(
        (said(one["title"], viewer) for one in state.get("options", []) if one["key"] == state.get("option")), ""
    )
    when = day(state["decided_at"], viewer) if state.get("decided_at") else ""
    return " · ".join(part for part in (said(state.get("question"), viewer), chosen, when) if part)


def permits(state: Shown, move: str, asset_id: str) -> bool:
    """True when the option that was chosen allows this move of a piece of hardware."""
    chosen: Shown = next((one for one in state.get("options", []) if one["key"] == state.get("option")), {})
    return {"move": move, "asset_id": asset_id} in (chosen.get("permits") or [])


def _option(option: Shown, state: Shown, viewer: Viewer) -> Shown:
    cost = option.get("cost") or {}
    return {
        "key": option["key"],
        "title": said(option["title"], viewer),
        "cost": cost if cost.get("amount") else None,
        "free": cost.get("amount") == 0,
        "days": option.get("days"),
        "chosen": state.get("option") == option["key"],
    }
