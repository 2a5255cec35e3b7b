"""The actions a viewer has on an asset. Its state says which moves are allowed; this decides how they are offered."""

from collections.abc import Sequence
from dataclasses import dataclass

from gateway.json_object import Json
from gateway.panel.viewer import Viewer

Decisions = Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class AssetAction:
    """A button and the fields of the form it opens (`asset_fields.py`)."""

    move: str
    icon: str
    fields: tuple[str, ...]
    style: str = "plain"


ACTIONS: tuple[AssetAction, ...] = (
    AssetAction("order", "shopping-cart", ("note",), "primary"),
    AssetAction("receive", "package", ("serial", "tag", "note"), "primary"),
    AssetAction("find", "search", ("note",), "primary"),
    AssetAction("return_from_service", "check", ("after_service", "outcome", "cost"), "primary"),
    AssetAction("return_loan", "arrow-back-up", ("stock_as", "condition", "note"), "primary"),
    AssetAction("hand_over", "arrows-exchange", ("person", "place", "condition", "note"), "primary"),
    AssetAction("loan", "clock", ("person", "place", "condition", "note")),
    AssetAction("take_back", "arrow-back-up", ("stock_as", "condition", "note")),
    AssetAction("stock", "building-warehouse", ("note",), "primary"),
    AssetAction("reserve", "bookmark", ("for_person", "note")),
    AssetAction("release", "arrow-back-up", ("note",)),
    AssetAction("prepare", "settings", ("note",)),
    AssetAction("send_to_service", "tool", ("fault", "vendor")),
    AssetAction("send", "truck", ("destination", "note")),
    AssetAction("retire", "archive", ("decision", "retire_reason"), "stop"),
    AssetAction("wipe", "circle-check", ("evidence",)),
    AssetAction("end", "archive", ("how_gone", "note")),
    AssetAction("report_missing", "alert-triangle", ("how_missing", "note"), "stop"),
    AssetAction("legal_hold", "lock", ("hold_reason",), "stop"),
)
_IN_HAND = frozenset({"in_stock", "in_transit", "in_use", "in_service"})


def actions_for(asset: Json, decisions: Decisions = ()) -> list[AssetAction]:
    """Returns the actions to offer. Retiring needs one of the `decisions` the client took about this asset."""
    allowed = set(asset.get("allowed") or ()) - (set() if decisions else {"retire"})
    return [action for action in ACTIONS if action.move in allowed and not _is_superfluous(action.move, asset)]


def asks_for_person(asset: Json) -> bool:
    """Tells whether one of the actions asks for a person."""
    return any({"person", "for_person"} & set(action.fields) for action in actions_for(asset))


def why_not_retired(asset: Json, viewer: Viewer, decisions: Decisions = ()) -> str | None:
    """Returns the code of why it cannot be retired; None if it can, or if nobody would expect it."""
    if asset["status"] == "missing":
        return "missing"
    if asset["status"] not in _IN_HAND:
        return None
    if asset.get("legal_hold"):
        return "legal_hold"
    if not viewer.provider:
        return "client_decides"
    if "retire" not in (asset.get("allowed") or []):
        return "not_from_here"
    return None if decisions else "no_decision"


def primary_move(actions: list[AssetAction]) -> str | None:
    """Returns the move of the only primary button."""
    return next((action.move for action in actions if action.style == "primary"), None)


def _is_superfluous(move: str, asset: Json) -> bool:
    """Tells whether another action fits better (a loan is returned, not taken back) or nothing is left to do."""
    superfluous = {
        "take_back": asset["status"] == "in_service" or bool(asset.get("loan")),
        "hand_over": asset["status"] == "in_use" and bool(asset.get("loan")),
        "end": asset["status"] == "missing",
        "wipe": not asset.get("stores_data") or bool(asset.get("wiped_evidence")),
        "send_to_service": asset["status"] == "in_service",
    }
    return bool(superfluous.get(move, False))
