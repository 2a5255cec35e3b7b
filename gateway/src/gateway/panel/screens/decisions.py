"""Decisions: the question, its options with their cost and dates, and the outcome. Pure."""

from chassis.texts import Texts

from gateway.json_object import Json
from gateway.panel.formats import day
from gateway.panel.screens.history import history_entries
from gateway.panel.screens.next_move import next_move_for
from gateway.panel.titles_and_paths import localised, path_of
from gateway.panel.viewer import Viewer

_OPEN = frozenset({"requested", "viewed"})


def decision_card(state: Json, viewer: Viewer) -> Json:
    """Returns a decision as a card, as its own page, the process's page and lists show it."""
    is_open, may_decide = state["status"] in _OPEN, "decide" in (state.get("allowed") or ())
    return {
        "decision": state,
        "question": localised(state.get("question") or state.get("title"), viewer),
        "about": localised(state.get("about"), viewer),
        "options": [_option(option, state, viewer) for option in state.get("options", [])],
        "move": next_move_for(state.get("next_move"), viewer),
        "open": is_open,
        "can_decide": may_decide,
        "only_others_decide": is_open and viewer.side == "client" and not may_decide,
        "votes": [{**vote, "name": (vote.get("by") or {}).get("name", "")} for vote in state.get("votes", [])],
        "process_path": path_of("process", str(state["process_id"])) if state.get("process_id") else None,
    }


def decision_page(decision: Json, texts: Texts, viewer: Viewer) -> Json:
    """Returns the variables of a decision's page."""
    titles = {option["key"]: localised(option["title"], viewer) for option in decision.get("options", [])}
    entries = history_entries(decision["history"], texts, viewer, titles)
    return {"card": decision_card(decision, viewer), "entries": entries}


def decision_line(state: Json, viewer: Viewer) -> str:
    """Returns a decided decision as one line: the question, the chosen option, and the day."""
    chosen = localised(_chosen_option(state).get("title"), viewer)
    when = day(state["decided_at"], viewer) if state.get("decided_at") else ""
    return " · ".join(part for part in (localised(state.get("question"), viewer), chosen, when) if part)


def permits_move(state: Json, move: str, asset_id: str) -> bool:
    """Tells whether the chosen option allows this move of an asset."""
    return {"move": move, "asset_id": asset_id} in (_chosen_option(state).get("permits") or [])


def _chosen_option(state: Json) -> Json:
    return next((option for option in state.get("options", []) if option["key"] == state.get("option")), {})


def _option(option: Json, state: Json, viewer: Viewer) -> Json:
    cost = option.get("cost") or {}
    return {
        "key": option["key"],
        "title": localised(option["title"], viewer),
        "cost": cost if cost.get("amount") else None,
        "free": cost.get("amount") == 0,
        "days": option.get("days"),
        "chosen": state.get("option") == option["key"],
    }
