"""The actions a viewer has on a ticket. This only decides which buttons are shown; the owner decides every command.

A test compares this table with that of the tickets service.
"""

from dataclasses import dataclass

from gateway.json_object import Json
from gateway.panel.viewer import Viewer

_WAITING = ("waiting_client", "waiting_third_party", "waiting_schedule")
_WORKED_ON = ("assigned", "working")
_OPEN = ("new", *_WORKED_ON, *_WAITING)


@dataclass(frozen=True, slots=True)
class TicketAction:
    """A button and the form it opens: `text` is the field of its long text, `extra_fields` are the others."""

    move: str
    icon: str
    sides: tuple[str, ...]
    statuses: tuple[str, ...]
    text: str | None = None
    extra_fields: tuple[str, ...] = ()
    style: str = "plain"
    text_required: bool = True
    key: str = ""

    @property
    def one_click(self) -> bool:
        """Tells whether nothing has to be filled in."""
        return self.text is None and not self.extra_fields


ACTIONS: tuple[TicketAction, ...] = (
    TicketAction("answer", "send", ("client",), ("waiting_client",), text="answer", style="primary"),
    TicketAction("accept", "check", ("client",), ("resolved",), style="primary"),
    TicketAction("reopen", "rotate", ("client",), ("resolved",), text="reason"),
    TicketAction("take", "hand-grab", ("provider",), ("new", *_WORKED_ON, *_WAITING), style="primary", key="t"),
    TicketAction("work", "player-play", ("provider",), ("new", "assigned"), style="primary", key="w"),
    TicketAction("resolve", "check", ("provider",), _WORKED_ON, text="resolution", style="primary", key="r"),
    TicketAction(
        "ask",
        "message-question",
        ("provider",),
        (*_WORKED_ON, "waiting_third_party", "waiting_schedule"),
        text="question",
        extra_fields=("waiting_for", "answer_by"),
        key="a",
    ),
    TicketAction("resume", "player-play", ("provider",), _WAITING, text="note", text_required=False),
    TicketAction(
        "hold",
        "hourglass",
        ("provider",),
        (*_WORKED_ON, "waiting_client"),
        text="note",
        extra_fields=("hold_reason", "until"),
        text_required=False,
    ),
    TicketAction("assign", "user-check", ("provider",), _OPEN, extra_fields=("assignee",)),
    TicketAction(
        "priority",
        "flame",
        ("client", "provider"),
        _OPEN,
        text="reason",
        extra_fields=("priority",),
        text_required=False,
    ),
    TicketAction("reject", "ban", ("provider",), ("new", "assigned"), text="reason", style="stop"),
    TicketAction("withdraw", "arrow-back-up", ("client",), _OPEN, text="reason", style="stop"),
)
WRITABLE = (*_OPEN, "resolved")
"""The statuses in which messages can be added."""
_CLIENT_TASK = frozenset({"work", "resolve", "take"})


def actions_for(state: Json, viewer: Viewer) -> list[TicketAction]:
    """Returns the actions to offer; the first is the most likely one and the only primary one."""
    found = [action for action in ACTIONS if _is_offered(action, state, viewer)]
    first = next((action for action in found if action.style == "primary"), None)
    return sorted(found, key=lambda action: action is not first)


def _is_offered(action: TicketAction, state: Json, viewer: Viewer) -> bool:
    if state["status"] not in action.statuses:
        return False
    if action.move == "take" and ((state.get("assignee") or {}).get("id") == viewer.id or state["status"] != "new"):
        return False
    if action.move == "withdraw" and state.get("step"):
        return False
    return viewer.side in action.sides or (
        state.get("for_side") == "client" and viewer.side == "client" and action.move in _CLIENT_TASK
    )


def can_write(state: Json, viewer: Viewer) -> bool:
    """Tells whether the viewer can add messages."""
    return viewer.side in ("client", "provider") and state["status"] in WRITABLE
