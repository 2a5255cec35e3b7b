"""What a viewer can do with a ticket now. The owner judges every command; this only decides which buttons are worth showing.

A test holds this table against the tickets service's own.
"""

from dataclasses import dataclass
from typing import Any

from gateway.panel.viewer import Viewer

Shown = dict[str, Any]
_WAITING = ("waiting_client", "waiting_third_party", "waiting_schedule")
_WORKED_ON = ("assigned", "working")
_OPEN = ("new", *_WORKED_ON, *_WAITING)


@dataclass(frozen=True, slots=True)
class Action:
    """A button, and the form it opens. `text` is the field to write into; `asks` are further fields of the form."""

    move: str
    icon: str
    sides: tuple[str, ...]
    statuses: tuple[str, ...]
    text: str | None = None
    asks: tuple[str, ...] = ()
    style: str = "plain"
    text_required: bool = True
    key: str = ""

    @property
    def one_click(self) -> bool:
        """True when nothing has to be filled in."""
        return self.text is None and not self.asks


ACTIONS: tuple[Action, ...] = (
    Action("answer", "send", ("client",), ("waiting_client",), text="answer", style="primary"),
    Action("accept", "check", ("client",), ("resolved",), style="primary"),
    Action("reopen", "rotate", ("client",), ("resolved",), text="reason"),
    Action("take", "hand-grab", ("provider",), ("new", *_WORKED_ON, *_WAITING), style="primary", key="t"),
    Action("work", "player-play", ("provider",), ("new", "assigned"), style="primary", key="w"),
    Action("resolve", "check", ("provider",), _WORKED_ON, text="resolution", style="primary", key="r"),
    Action(
        "ask",
        "message-question",
        ("provider",),
        (*_WORKED_ON, "waiting_third_party", "waiting_schedule"),
        text="question",
        asks=("waiting_for", "answer_by"),
        key="a",
    ),
    Action("resume", "player-play", ("provider",), _WAITING, text="note", text_required=False),
    Action(
        "hold",
        "hourglass",
        ("provider",),
        (*_WORKED_ON, "waiting_client"),
        text="note",
        asks=("hold_reason", "until"),
        text_required=False,
    ),
    Action("assign", "user-check", ("provider",), _OPEN, asks=("assignee",)),
    Action("priority", "flame", ("client", "provider"), _OPEN, text="reason", asks=("priority",), text_required=False),
    Action("reject", "ban", ("provider",), ("new", "assigned"), text="reason", style="stop"),
    Action("withdraw", "arrow-back-up", ("client",), _OPEN, text="reason", style="stop"),
)
WRITABLE = (*_OPEN, "resolved")
"""Statuses in which the conversation goes on."""
_CLIENT_TASK = frozenset({"work", "resolve", "take"})


def actions_for(state: Shown, viewer: Viewer) -> list[Action]:
    """The actions worth offering, the most likely one first and alone in being primary."""
    found = [action for action in ACTIONS if _fits(action, state, viewer)]
    first = next((action for action in found if action.style == "primary"), None)
    return sorted(found, key=lambda action: action is not first)


def _fits(action: Action, state: Shown, viewer: Viewer) -> bool:
    if state["status"] not in action.statuses:
        return False
    if action.move == "take" and ((state.get("assignee") or {}).get("id") == viewer.id or state["status"] != "new"):
        return False
    if action.move == "withdraw" and state.get("step"):
        return False
    return viewer.side in action.sides or (
        state.get("for_side") == "client" and viewer.side == "client" and action.move in _CLIENT_TASK
    )


def can_write(state: Shown, viewer: Viewer) -> bool:
    """True when the viewer can add to the conversation."""
    return viewer.side in ("client", "provider") and state["status"] in WRITABLE
