"""The actions a viewer has on a ticket. Its state says which moves are allowed; this decides how they are offered."""

from dataclasses import dataclass

from gateway.json_object import Json
from gateway.panel.viewer import Viewer


@dataclass(frozen=True, slots=True)
class TicketAction:
    """A button and the form it opens: `text` is the field of its long text, `extra_fields` are the others.

    `allowed_as` is the owner's move where the button has another name.
    """

    move: str
    icon: str
    text: str | None = None
    extra_fields: tuple[str, ...] = ()
    style: str = "plain"
    text_required: bool = True
    key: str = ""
    allowed_as: str = ""

    @property
    def one_click(self) -> bool:
        """Tells whether nothing has to be filled in."""
        return self.text is None and not self.extra_fields


ACTIONS: tuple[TicketAction, ...] = (
    TicketAction("answer", "send", text="answer", style="primary"),
    TicketAction("accept", "check", style="primary"),
    TicketAction("reopen", "rotate", text="reason"),
    TicketAction("take", "hand-grab", style="primary", key="t", allowed_as="assign"),
    TicketAction("work", "player-play", style="primary", key="w"),
    TicketAction("resolve", "check", text="resolution", style="primary", key="r"),
    TicketAction("ask", "message-question", text="question", extra_fields=("waiting_for", "answer_by"), key="a"),
    TicketAction("resume", "player-play", text="note", text_required=False),
    TicketAction("hold", "hourglass", text="note", extra_fields=("hold_reason", "until"), text_required=False),
    TicketAction("assign", "user-check", extra_fields=("assignee",)),
    TicketAction("priority", "flame", text="reason", extra_fields=("priority",), text_required=False),
    TicketAction("reject", "ban", text="reason", style="stop"),
    TicketAction("withdraw", "arrow-back-up", text="reason", style="stop"),
)


def actions_for(state: Json, viewer: Viewer) -> list[TicketAction]:
    """Returns the actions to offer; the first is the most likely one and the only primary one."""
    allowed = frozenset(state.get("allowed") or ())
    found = [
        action
        for action in ACTIONS
        if (action.allowed_as or action.move) in allowed and not _is_superfluous(action.move, state, viewer)
    ]
    first = next((action for action in found if action.style == "primary"), None)
    return sorted(found, key=lambda action: action is not first)


def _is_superfluous(move: str, state: Json, viewer: Viewer) -> bool:
    """Tells whether there is nothing to take, or nobody to choose from."""
    if move == "take":
        return bool(state["status"] != "new" or (state.get("assignee") or {}).get("id") == viewer.id)
    return move == "assign" and not viewer.provider


def can_write(state: Json) -> bool:
    """Tells whether the viewer can add messages."""
    return "messages" in (state.get("allowed") or ())
