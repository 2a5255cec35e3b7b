"""What a viewer can do with a piece of hardware now. The owner says what its state allows; this says how it is asked for."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from gateway.panel.viewer import Viewer

Shown = dict[str, Any]
Decisions = Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class AssetAction:
    """A button, and the fields of the form it opens (`asset_fields.py`)."""

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
    AssetAction("send", "truck", ("way", "note")),
    AssetAction("retire", "archive", ("decision", "retire_reason"), "stop"),
    AssetAction("wipe", "circle-check", ("evidence",)),
    AssetAction("end", "archive", ("how_gone", "note")),
    AssetAction("report_missing", "alert-triangle", ("how_missing", "note"), "stop"),
    AssetAction("legal_hold", "lock", ("hold_reason",), "stop"),
)
_IN_HAND = frozenset({"in_stock", "in_transit", "in_use", "in_service"})


def actions_for(asset: Shown, viewer: Viewer, decisions: Decisions = ()) -> list[AssetAction]:
    """The actions worth offering; the first one that is primary stays alone in being so.

    Retiring needs a decision of the client: `decisions` are those taken about this asset, as (id, words).
    """
    allowed = set(asset.get("allowed" if viewer.provider else "allowed_to_client") or [])
    allowed -= set() if decisions else {"retire"}
    return [action for action in ACTIONS if action.move in allowed and not _better_otherwise(action.move, asset)]


def names_people(asset: Shown, viewer: Viewer) -> bool:
    """True when one of the actions asks for a person."""
    return any({"person", "for_person"} & set(action.fields) for action in actions_for(asset, viewer))


def why_not_retired(asset: Shown, viewer: Viewer, decisions: Decisions = ()) -> str | None:
    """Why there is no button to retire it, as a code; None where there is one, or where nobody would look for one."""
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


def primary_of(actions: list[AssetAction]) -> str | None:
    """The move of the one primary button."""
    return next((action.move for action in actions if action.style == "primary"), None)


def _better_otherwise(move: str, asset: Shown) -> bool:
    """A loan is returned, not taken back; what is missing is written off by decision; what is wiped is wiped."""
    unwanted = {
        "take_back": asset["status"] == "in_service" or bool(asset.get("loan")),
        "hand_over": asset["status"] == "in_use" and bool(asset.get("loan")),
        "end": asset["status"] == "missing",
        "wipe": not asset.get("stores_data") or bool(asset.get("wiped_evidence")),
        "send_to_service": asset["status"] == "in_service",
    }
    return bool(unwanted.get(move, False))


def action_called(move: str) -> AssetAction | None:
    """The action of this name."""
    return next((action for action in ACTIONS if action.move == move), None)
