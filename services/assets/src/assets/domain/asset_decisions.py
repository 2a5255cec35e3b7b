"""What comes of a move of an asset: an event, or a refusal by the table of moves or by what the move says. Pure."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from chassis.domain.actor import Actor
from chassis.domain.refusal import Refusal

from assets.domain import events
from assets.domain.asset import Asset
from assets.domain.events import AssetEvent
from assets.domain.moves import ASSET_MOVES
from assets.domain.values import different

Content = Mapping[str, Any]
"""What a move says, by the names of its event's fields."""


def decide(asset: Asset, move: str, by: Actor, now: datetime, **content: Any) -> AssetEvent:
    """The event that the move comes to. A note and a condition may be given with every move."""
    ASSET_MOVES.check(asset, move, by)
    _refuse(asset, move, content)
    return _EVENTS[move](now, by, from_holder=asset.holder, **content)


def _placed_or_lifted(now: datetime, by: Actor, *, reason: str, **content: Any) -> AssetEvent:
    """A legal hold is placed with a reason and lifted with none."""
    if reason:
        return events.LegalHoldPlaced(now, by, reason=reason, **content)
    return events.LegalHoldLifted(now, by, **content)


_EVENTS: Mapping[str, Callable[..., AssetEvent]] = {
    "order": events.AssetOrdered,
    "receive": events.AssetReceived,
    "stock": events.AssetStocked,
    "reserve": events.AssetReserved,
    "release": events.AssetReleased,
    "prepare": events.PreparationBegan,
    "send": events.AssetSent,
    "hand_over": events.AssetHandedOver,
    "loan": events.AssetLoaned,
    "take_back": events.AssetTakenBack,
    "return_loan": events.LoanReturned,
    "send_to_service": events.SentToService,
    "return_from_service": events.ReturnedFromService,
    "retire": events.AssetRetired,
    "wipe": events.AssetWiped,
    "end": events.AssetEnded,
    "report_missing": events.AssetMissing,
    "find": events.AssetFound,
    "legal_hold": _placed_or_lifted,
}
"""Every move but `change`, which may come to nothing."""


def change(asset: Asset, given: Content, by: Actor, now: datetime) -> events.AssetChanged | None:
    """Other facts about the asset; None when nothing is different, in whichever state (an import may run again)."""
    facts = different(asset, given)
    if asset.stores_data:
        facts.pop("stores_data", None)  # what has stored data still has to be wiped
    if not facts:
        return None
    ASSET_MOVES.check(asset, "change", by)
    return events.AssetChanged(now, by, facts=facts, note=facts.get("note", ""))


def _refuse(asset: Asset, move: str, content: Content) -> None:
    """Refuses what a move says. What is missing is written off by a decision of the client only."""
    kept_for = asset.reserved_for
    if move == "hand_over" and asset.status == "in_use" and asset.holder == content["to"]:
        raise Refusal("assets.already_held", holder=content["to"].name)
    if move in ("hand_over", "loan") and kept_for is not None and content["to"].id != kept_for.id:
        raise Refusal("assets.reserved_for_another", person=kept_for.name)
    if move == "send_to_service" and asset.legal_hold and content["stage"] == "at_vendor":
        raise Refusal("assets.legal_hold", reason=asset.legal_hold)
    if move == "end" and asset.status == "missing" and content.get("decision_id") is None:
        raise Refusal("assets.decision_missing", "invalid", move="end")
    if move == "end" and content["how"] == "returned_to_lessor" and asset.owned != "leased":
        raise Refusal("assets.not_leased", owned=asset.owned)
    if move == "legal_hold" and not content["reason"] and not asset.legal_hold:
        raise Refusal("assets.no_legal_hold")


def confirm_receipt(asset: Asset, process_id: UUID, by: Actor, now: datetime) -> AssetEvent:
    """Tells a process that what it ordered has come, when somebody received it by hand before."""
    if asset.process_id != process_id or asset.state not in ("received", "in_stock.reserved", "in_stock.preparing"):
        return decide(asset, "receive", by, now)
    return events.AssetReceived(now, by, already=True)


def confirm_retirement(asset: Asset, by: Actor, now: datetime, **content: Any) -> AssetEvent:
    """Tells a process that the asset was retired by hand before, by the same decision."""
    if asset.status not in ("retired", "gone"):
        ASSET_MOVES.check(asset, "retire", by)
    return events.AssetRetired(now, by, already=True, **content)


def write_off(asset: Asset, by: Actor, now: datetime, decision_id: UUID, reason: str) -> AssetEvent:
    """What is missing is gone for good, by a decision of the client."""
    if asset.status != "missing":
        facts = {"from": asset.state, "move": "write_off", "allowed": ASSET_MOVES.allowed(asset, by)}
        raise Refusal("assets.illegal_move", **facts)
    return decide(asset, "end", by, now, how="disposed", note=reason, decision_id=decision_id)


def confirm_write_off(asset: Asset, by: Actor, now: datetime, decision_id: UUID, reason: str) -> AssetEvent:
    """Tells a process that the asset was written off by hand before, by the same decision."""
    if asset.status != "gone":
        return write_off(asset, by, now, decision_id, reason)
    return events.AssetEnded(now, by, already=True, how=str(asset.substate), note=reason, decision_id=decision_id)
