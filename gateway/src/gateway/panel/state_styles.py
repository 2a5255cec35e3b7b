"""The tone and icon of each state. Its word stands in the catalogues under `state.<kind>.<state>`.

There are five tones. None of them has the colour of "your move", which means nothing else.
"""

from dataclasses import dataclass
from typing import Literal

Tone = Literal["quiet", "active", "waiting", "done", "stopped"]


@dataclass(frozen=True, slots=True)
class StateStyle:
    """What is shown beside the word of a state."""

    tone: Tone
    icon: str


_TICKET = {
    "new": StateStyle("quiet", "inbox"),
    "assigned": StateStyle("active", "user-check"),
    "working": StateStyle("active", "progress"),
    "waiting_client": StateStyle("waiting", "message-question"),
    "waiting_third_party": StateStyle("waiting", "hourglass"),
    "waiting_schedule": StateStyle("waiting", "calendar-event"),
    "resolved": StateStyle("done", "check"),
    "closed": StateStyle("quiet", "circle-check"),
    "rejected": StateStyle("stopped", "ban"),
    "cancelled": StateStyle("quiet", "arrow-back-up"),
}
_ASSET = {
    "requested": StateStyle("quiet", "file-plus"),
    "ordered": StateStyle("waiting", "shopping-cart"),
    "received": StateStyle("active", "package"),
    "in_stock": StateStyle("quiet", "building-warehouse"),
    "in_stock.available": StateStyle("quiet", "building-warehouse"),
    "in_stock.reserved": StateStyle("active", "bookmark"),
    "in_stock.preparing": StateStyle("active", "settings"),
    "in_stock.defective": StateStyle("stopped", "alert-triangle"),
    "in_stock.quarantine": StateStyle("stopped", "alert-triangle"),
    "in_stock.legal_hold": StateStyle("stopped", "lock"),
    "in_transit": StateStyle("waiting", "truck"),
    "in_use": StateStyle("done", "user-check"),
    "in_service": StateStyle("waiting", "tool"),
    "retired": StateStyle("quiet", "archive"),
    "gone": StateStyle("quiet", "circle-x"),
    "missing": StateStyle("stopped", "alert-triangle"),
}
_PROCESS = {
    "draft": StateStyle("quiet", "pencil"),
    "awaiting_decision": StateStyle("waiting", "gavel"),
    "scheduled": StateStyle("quiet", "calendar-event"),
    "running": StateStyle("active", "progress"),
    "running.on_track": StateStyle("active", "progress"),
    "running.at_risk": StateStyle("stopped", "clock-exclamation"),
    "running.blocked": StateStyle("stopped", "alert-triangle"),
    "completed": StateStyle("done", "check"),
    "completed_with_exceptions": StateStyle("done", "checks"),
    "cancelled": StateStyle("quiet", "arrow-back-up"),
    "cancelled.compensating": StateStyle("waiting", "arrow-back-up"),
    "cancelled.compensated": StateStyle("quiet", "arrow-back-up"),
    "failed": StateStyle("stopped", "circle-x"),
}
_STEP = {
    "pending": StateStyle("quiet", "circle-dashed"),
    "ready": StateStyle("quiet", "circle"),
    "in_progress": StateStyle("active", "progress"),
    "waiting": StateStyle("waiting", "hourglass"),
    "done": StateStyle("done", "check"),
    "failed": StateStyle("stopped", "circle-x"),
    "skipped": StateStyle("quiet", "arrow-forward-up"),
    "compensated": StateStyle("quiet", "arrow-back-up"),
}
_DECISION = {
    "requested": StateStyle("waiting", "gavel"),
    "viewed": StateStyle("waiting", "eye"),
    "approved": StateStyle("done", "check"),
    "rejected": StateStyle("stopped", "ban"),
    "changes_requested": StateStyle("waiting", "pencil"),
    "expired": StateStyle("stopped", "clock-exclamation"),
    "withdrawn": StateStyle("quiet", "arrow-back-up"),
    "superseded": StateStyle("quiet", "arrow-forward-up"),
}
_PERSON = {
    "joining": StateStyle("quiet", "calendar-event"),
    "active": StateStyle("done", "user-check"),
    "leaving": StateStyle("waiting", "logout"),
    "left": StateStyle("quiet", "circle-x"),
    "withdrawn": StateStyle("quiet", "arrow-back-up"),
}
_WEBHOOK = {
    "active": StateStyle("done", "check"),
    "by_hand": StateStyle("quiet", "ban"),
    "gone": StateStyle("stopped", "plug-connected-x"),
    "gave_up": StateStyle("stopped", "alert-triangle"),
}
_ACCOUNT = {"active": StateStyle("done", "user-check"), "inactive": StateStyle("quiet", "ban")}

STATE_STYLES: dict[str, dict[str, StateStyle]] = {
    "ticket": _TICKET,
    "asset": _ASSET,
    "process": _PROCESS,
    "step": _STEP,
    "decision": _DECISION,
    "person": _PERSON,
    "account": _ACCOUNT,
    "webhook": _WEBHOOK,
}
UNKNOWN = StateStyle("quiet", "circle")


def style_of(kind: str, state: str, substate: str | None = None) -> StateStyle:
    """Returns the style of a substate if it has its own, else that of the state."""
    styles = STATE_STYLES.get(kind, {})
    return styles.get(f"{state}.{substate}") or styles.get(state) or styles.get(state.partition(".")[0], UNKNOWN)
