"""What each state looks like: a tone and an icon. Its word stands in the catalogues under `state.<kind>.<state>`.

Five tones, and none of them is the colour of "your move": that one means nothing else.
"""

from dataclasses import dataclass
from typing import Literal

Tone = Literal["quiet", "active", "waiting", "done", "stopped"]


@dataclass(frozen=True, slots=True)
class Look:
    """How a state is shown beside its word."""

    tone: Tone
    icon: str


_TICKET = {
    "new": Look("quiet", "inbox"),
    "assigned": Look("active", "user-check"),
    "working": Look("active", "progress"),
    "waiting_client": Look("waiting", "message-question"),
    "waiting_third_party": Look("waiting", "hourglass"),
    "waiting_schedule": Look("waiting", "calendar-event"),
    "resolved": Look("done", "check"),
    "closed": Look("quiet", "circle-check"),
    "rejected": Look("stopped", "ban"),
    "cancelled": Look("quiet", "arrow-back-up"),
}
_ASSET = {
    "requested": Look("quiet", "file-plus"),
    "ordered": Look("waiting", "shopping-cart"),
    "received": Look("active", "package"),
    "in_stock": Look("quiet", "building-warehouse"),
    "in_stock.available": Look("quiet", "building-warehouse"),
    "in_stock.reserved": Look("active", "bookmark"),
    "in_stock.preparing": Look("active", "settings"),
    "in_stock.defective": Look("stopped", "alert-triangle"),
    "in_stock.quarantine": Look("stopped", "alert-triangle"),
    "in_stock.legal_hold": Look("stopped", "lock"),
    "in_transit": Look("waiting", "truck"),
    "in_use": Look("done", "user-check"),
    "in_service": Look("waiting", "tool"),
    "retired": Look("quiet", "archive"),
    "gone": Look("quiet", "circle-x"),
    "missing": Look("stopped", "alert-triangle"),
}
_PROCESS = {
    "draft": Look("quiet", "pencil"),
    "awaiting_decision": Look("waiting", "gavel"),
    "scheduled": Look("quiet", "calendar-event"),
    "running": Look("active", "progress"),
    "running.on_track": Look("active", "progress"),
    "running.at_risk": Look("stopped", "clock-exclamation"),
    "running.blocked": Look("stopped", "alert-triangle"),
    "completed": Look("done", "check"),
    "completed_with_exceptions": Look("done", "checks"),
    "cancelled": Look("quiet", "arrow-back-up"),
    "cancelled.compensating": Look("waiting", "arrow-back-up"),
    "cancelled.compensated": Look("quiet", "arrow-back-up"),
    "failed": Look("stopped", "circle-x"),
}
_STEP = {
    "pending": Look("quiet", "circle-dashed"),
    "ready": Look("quiet", "circle"),
    "in_progress": Look("active", "progress"),
    "waiting": Look("waiting", "hourglass"),
    "done": Look("done", "check"),
    "failed": Look("stopped", "circle-x"),
    "skipped": Look("quiet", "arrow-forward-up"),
    "compensated": Look("quiet", "arrow-back-up"),
}
_DECISION = {
    "requested": Look("waiting", "gavel"),
    "viewed": Look("waiting", "eye"),
    "approved": Look("done", "check"),
    "rejected": Look("stopped", "ban"),
    "changes_requested": Look("waiting", "pencil"),
    "expired": Look("stopped", "clock-exclamation"),
    "withdrawn": Look("quiet", "arrow-back-up"),
    "superseded": Look("quiet", "arrow-forward-up"),
}
_PERSON = {
    "joining": Look("quiet", "calendar-event"),
    "active": Look("done", "user-check"),
    "leaving": Look("waiting", "logout"),
    "left": Look("quiet", "circle-x"),
    "withdrawn": Look("quiet", "arrow-back-up"),
}
_WEBHOOK = {
    "active": Look("done", "check"),
    "by_hand": Look("quiet", "ban"),
    "gone": Look("stopped", "plug-connected-x"),
    "gave_up": Look("stopped", "alert-triangle"),
}
_ACCOUNT = {"active": Look("done", "user-check"), "inactive": Look("quiet", "ban")}

LOOKS: dict[str, dict[str, Look]] = {
    "ticket": _TICKET,
    "asset": _ASSET,
    "process": _PROCESS,
    "step": _STEP,
    "decision": _DECISION,
    "person": _PERSON,
    "account": _ACCOUNT,
    "webhook": _WEBHOOK,
}
UNKNOWN = Look("quiet", "circle")

KIND_ICONS = {
    "ticket": "ticket",
    "asset": "device-laptop",
    "model": "device-laptop",
    "person": "user",
    "process": "route",
    "decision": "gavel",
    "scenario": "template",
    "handover": "arrows-exchange",
    "notification": "bell",
    "client": "building",
    "account": "id-badge",
}
SIDE_ICONS = {"client": "building", "provider": "headset", "system": "robot"}
SCENARIO_ICONS = {
    "onboarding": "user-plus",
    "offboarding": "user-minus",
    "hardware_service": "tool",
    "hardware_retirement": "archive",
    "user_request": "message-plus",
}
"""Pictures of the scenarios that come with the product; others get the general one."""
PRIORITY_ICONS = {"critical": "flame", "high": "chevrons-up", "normal": "equal", "low": "chevrons-down"}


def look(kind: str, state: str, substate: str | None = None) -> Look:
    """The look of a state, or of its substate where that has one of its own."""
    looks = LOOKS.get(kind, {})
    return looks.get(f"{state}.{substate}") or looks.get(state) or looks.get(state.partition(".")[0], UNKNOWN)
