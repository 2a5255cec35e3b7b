"""The next move as one viewer sees it: theirs, their team's, or somebody else's. Pure."""

from datetime import datetime

from gateway.json_object import Json
from gateway.panel.formats import parse_time
from gateway.panel.viewer import Viewer


def next_move_for(move: Json | None, viewer: Viewer) -> Json | None:
    """Returns the next move as templates show it; None if nothing is awaited."""
    if not move:
        return None
    account, person = move.get("account"), move.get("person")
    due_at = move.get("due_at")
    return {
        "party": _party(move, viewer),
        "side": move["side"],
        "asks": move["asks"],
        "who": (account or person or {}).get("name"),
        "team": move.get("team"),
        "step": move.get("step"),
        "question": move.get("texts") or move.get("question"),
        "since": move["since"],
        "due_at": due_at,
        "late": due_at is not None and _past(due_at, viewer.now),
    }


def _party(move: Json, viewer: Viewer) -> str:
    if move["side"] != viewer.side:
        return "other"
    for named, own in ((move.get("account"), viewer.id), (move.get("person"), viewer.person_id)):
        if named is not None:
            return "you" if str(named["id"]) == own else "other"
    if viewer.provider:
        return "team"
    role = move.get("role")
    return "you" if role is None or viewer.has(role) else "team"


def _past(due_at: str | datetime, now: datetime) -> bool:
    return parse_time(due_at) < now
