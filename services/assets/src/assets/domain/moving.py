"""What follows from doing something with an asset: `(asset, content, by, now) -> event`, or a refusal. Pure.

A change of holder is always recorded as a hand-over too: see `handing_over.py`.
"""

from datetime import datetime
from typing import Any
from uuid import UUID

from chassis.domain.actor import Actor
from chassis.domain.refusal import Refusal

from assets.domain.asset import ALLOWED, CLIENT_MAY, EXITS, Asset, Repair, allowed_moves
from assets.domain.happening import Happened
from assets.domain.values import Holder, Money, Who

_FREE = {"holder": None, "loan": False, "reserved_for": None, "process_id": None}


def check(asset: Asset, move: str, by: Actor) -> None:
    """Refuses a move of the wrong side, one the state does not allow (with the allowed ones), or an exit under a hold."""
    if by.side == "client" and move not in CLIENT_MAY:
        raise Refusal("assets.not_your_move", "forbidden", move=move, side=by.side)
    if asset.legal_hold and move in EXITS:
        raise Refusal("assets.legal_hold", reason=asset.legal_hold)
    if asset.state not in ALLOWED[move]:
        facts: dict[str, Any] = {"from": asset.state, "move": move, "allowed": allowed_moves(asset, by.side)}
        raise Refusal("assets.illegal_move", **facts)


def order(asset: Asset, by: Actor, now: datetime) -> Happened:
    """What was requested is ordered."""
    check(asset, "order", by)
    return Happened("ordered", now, by, {"status": "ordered", "substate": None})


def receive(asset: Asset, serial: str, tag: str, by: Actor, now: datetime) -> Happened:
    """The ordered asset has come."""
    check(asset, "receive", by)
    return Happened(
        "received",
        now,
        by,
        {"status": "received", "substate": None, "serial": serial or asset.serial, "tag": tag or asset.tag},
    )


def confirm_receipt(asset: Asset, process_id: UUID, by: Actor, now: datetime) -> Happened:
    """Tells a process that what it ordered has come, when somebody received it by hand before."""
    if asset.process_id != process_id or asset.state not in ("received", "in_stock.reserved", "in_stock.preparing"):
        check(asset, "receive", by)
    return Happened("received", now, by)


def stock(asset: Asset, by: Actor, now: datetime) -> Happened:
    """Puts the asset into stock; kept for whom it was ordered."""
    check(asset, "stock", by)
    substate = "reserved" if _is_reserved(asset) else "available"
    changes: dict[str, Any] = {"status": "in_stock", "substate": _kept(asset, substate)}
    if asset.status == "in_transit":
        changes |= {"holder": None, "loan": False, "repair": None}
    return Happened("stocked", now, by, changes, {"from_holder": asset.holder})


def _is_reserved(asset: Asset) -> bool:
    return asset.reserved_for is not None or asset.process_id is not None


def _kept(asset: Asset, substate: str) -> str:
    """Where in stock it lies: what is under a legal hold lies apart."""
    return "legal_hold" if asset.legal_hold else substate


def reserve(asset: Asset, person: Who | None, process_id: UUID | None, by: Actor, now: datetime) -> Happened:
    """Keeps the asset for a person or a process."""
    check(asset, "reserve", by)
    return Happened("reserved", now, by, {"substate": "reserved", "reserved_for": person, "process_id": process_id})


def release(asset: Asset, by: Actor, now: datetime) -> Happened:
    """Keeps it for nobody any more; what is on order still comes."""
    check(asset, "release", by)
    changes: dict[str, Any] = {"reserved_for": None, "process_id": None}
    if asset.status == "in_stock":
        changes["substate"] = _kept(asset, "available")
    return Happened("released", now, by, changes)


def confirm_release(_: Asset, by: Actor, now: datetime) -> Happened:
    """Tells a process that the asset is not kept for it (any more); somebody else's reservation stays."""
    return Happened("released", now, by)


def prepare(asset: Asset, by: Actor, now: datetime) -> Happened:
    """Somebody sets the asset up."""
    check(asset, "prepare", by)
    return Happened("preparation_began", now, by, {"substate": "preparing"})


def send(asset: Asset, to: str, by: Actor, now: datetime) -> Happened:
    """Puts the asset on its way: to_user, to_stock or to_vendor."""
    check(asset, "send", by)
    return Happened("sent", now, by, {"status": "in_transit", "substate": to})


def hand_over(asset: Asset, to: Holder, note: str, by: Actor, now: datetime) -> Happened:
    """Gives the asset to exactly one holder."""
    check(asset, "hand_over", by)
    if asset.status == "in_use" and asset.holder == to:
        raise Refusal("assets.already_held", holder=to.name)
    _check_reservation(asset, to)
    return held_by(asset, to, note, by, now)


def held_by(asset: Asset, to: Holder, note: str, by: Actor, now: datetime) -> Happened:
    """Who has the asset, unchecked: what is registered in somebody's hands was given to them before."""
    substate = "assigned" if to.kind == "person" else "shared"
    used = {"status": "in_use", "substate": substate, "holder": to, "wiped_evidence": "", "repair": None}
    return Happened("handed_over", now, by, {**_FREE, **used}, {"note": note, "from_holder": asset.holder})


def _check_reservation(asset: Asset, to: Holder) -> None:
    kept_for = asset.reserved_for
    if kept_for is not None and to.id != kept_for.id:
        raise Refusal("assets.reserved_for_another", person=kept_for.name)


def loan(asset: Asset, to: Holder, for_asset_id: UUID | None, by: Actor, now: datetime) -> Happened:
    """Lends the asset for a time."""
    check(asset, "loan", by)
    _check_reservation(asset, to)
    changes = {**_FREE, "status": "in_use", "substate": "loan", "holder": to, "loan": True, "wiped_evidence": ""}
    return Happened("loaned", now, by, changes, {"for_asset_id": for_asset_id})


def take_back(asset: Asset, to: str, note: str, by: Actor, now: datetime) -> Happened:
    """Takes the asset from its holder: available, defective or quarantine."""
    check(asset, "take_back", by)
    changes = {**_FREE, "status": "in_stock", "substate": _kept(asset, to), "repair": None}
    return Happened("taken_back", now, by, changes, {"note": note, "from_holder": asset.holder})


def return_loan(asset: Asset, to: str, by: Actor, now: datetime) -> Happened:
    """The lent asset comes back."""
    check(asset, "return_loan", by)
    return Happened(
        "loan_returned",
        now,
        by,
        {**_FREE, "status": "in_stock", "substate": _kept(asset, to)},
        {"from_holder": asset.holder},
    )


def send_to_service(
    asset: Asset, stage: str, reason: str, vendor: str, diagnosis: str, by: Actor, now: datetime
) -> Happened:
    """Into service, or on to another stage of it; the holder stays the holder."""
    check(asset, "send_to_service", by)
    if asset.legal_hold and stage == "at_vendor":
        raise Refusal("assets.legal_hold", reason=asset.legal_hold)
    old = asset.repair
    repair = Repair(
        reason=reason or (old.reason if old else ""),
        since=old.since if old else now,
        diagnosis=diagnosis or (old.diagnosis if old else ""),
        vendor=vendor or (old.vendor if old else ""),
    )
    said = {name: text for name, text in (("vendor", vendor), ("diagnosis", diagnosis)) if text}
    changes = {"status": "in_service", "substate": stage, "repair": repair}
    return Happened("sent_to_service", now, by, changes, {"reason": reason, **said})


def return_from_service(asset: Asset, to: str, outcome: str, cost: Money | None, by: Actor, now: datetime) -> Happened:
    """Back to its holder, or into stock; what the repair cost is added up."""
    check(asset, "return_from_service", by)
    if to == "holder" and asset.holder is None:
        to = "available"  # nobody has it any more, so it goes where it can be given out again
    changes: dict[str, Any] = {"repair": None, "repairs": asset.repairs + 1, "repair_cost": _added(asset, cost)}
    if to == "holder":
        used = "loan" if asset.loan else "shared" if asset.holder and asset.holder.kind == "place" else "assigned"
        changes |= {"status": "in_use", "substate": used}
    elif to == "available" and _is_reserved(asset):
        changes |= {"status": "in_stock", "substate": _kept(asset, "reserved"), "holder": None, "loan": False}
    else:
        changes |= {**_FREE, "status": "in_stock", "substate": _kept(asset, to)}
    details = {"outcome": outcome, "cost": cost, "from_holder": None if to == "holder" else asset.holder}
    return Happened("returned_from_service", now, by, changes, details)


def _added(asset: Asset, cost: Money | None) -> Money | None:
    """What repairs cost so far; a cost in another currency stands in its event only, for nobody here knows the rate."""
    if cost is None or asset.repair_cost is None:
        return cost or asset.repair_cost
    if cost.currency != asset.repair_cost.currency:
        return asset.repair_cost
    return Money(asset.repair_cost.amount + cost.amount, cost.currency)


def retire(asset: Asset, decision_id: UUID, reason: str, by: Actor, now: datetime) -> Happened:
    """Out of use, by a decision of the client; out of service it leaves its holder too."""
    check(asset, "retire", by)
    wiped = not asset.stores_data or bool(asset.wiped_evidence)
    changes = {
        **_FREE,
        "status": "retired",
        "substate": "pending_disposal" if wiped else "pending_wipe",
        "repair": None,
    }
    return Happened("retired", now, by, changes, {"decision_id": decision_id, "reason": reason})


def confirm_retirement(asset: Asset, decision_id: UUID, reason: str, by: Actor, now: datetime) -> Happened:
    """Tells a process that the asset was retired by hand before, by the same decision."""
    if asset.status not in ("retired", "gone"):
        check(asset, "retire", by)
    return Happened("retired", now, by, {}, {"decision_id": decision_id, "reason": reason})


def wipe(asset: Asset, evidence: str, by: Actor, now: datetime) -> Happened:
    """The data are gone, and this is how one can know."""
    check(asset, "wipe", by)
    changes: dict[str, Any] = {"wiped_evidence": evidence}
    if asset.status == "retired":
        changes["substate"] = "pending_disposal"
    return Happened("wiped", now, by, changes, {"evidence": evidence})


def end(asset: Asset, how: str, note: str, decision_id: UUID | None, by: Actor, now: datetime) -> Happened:
    """Gone for good: what stored data must have been wiped; what is missing is written off by decision of the client."""
    missing = asset.status == "missing"
    check(asset, "end", by)
    if missing and decision_id is None:
        raise Refusal("assets.decision_missing", "invalid", move="end")
    if asset.stores_data and not asset.wiped_evidence and not missing:
        raise Refusal("assets.not_wiped")
    if how == "returned_to_lessor" and asset.owned != "leased":
        raise Refusal("assets.not_leased", owned=asset.owned)
    changes = {**_FREE, "status": "gone", "substate": how}
    return Happened("ended", now, by, changes, {"how": how, "note": note, "decision_id": decision_id})


def write_off(asset: Asset, decision_id: UUID, reason: str, by: Actor, now: datetime) -> Happened:
    """What is missing is gone for good, by a decision of the client."""
    if asset.status != "missing":
        raise Refusal(
            "assets.illegal_move", **{"from": asset.state, "move": "write_off", "allowed": allowed_moves(asset)}
        )
    return end(asset, "disposed", reason, decision_id, by, now)


def confirm_write_off(asset: Asset, decision_id: UUID, reason: str, by: Actor, now: datetime) -> Happened:
    """Tells a process that the asset was written off by hand before, by the same decision."""
    if asset.status != "gone":
        return write_off(asset, decision_id, reason, by, now)
    return Happened("ended", now, by, {}, {"how": asset.substate, "note": reason, "decision_id": decision_id})


def report_missing(asset: Asset, how: str, note: str, by: Actor, now: datetime) -> Happened:
    """Lost or stolen; who had it is on record, but has it no more."""
    check(asset, "report_missing", by)
    changes = {**_FREE, "status": "missing", "substate": how, "repair": None}
    return Happened("missing_reported", now, by, changes, {"how": how, "note": note, "from_holder": asset.holder})


def find(asset: Asset, note: str, by: Actor, now: datetime) -> Happened:
    """Back again; in quarantine until somebody has looked at it."""
    check(asset, "find", by)
    return Happened("found", now, by, {"status": "in_stock", "substate": _kept(asset, "quarantine")}, {"note": note})


def hold_legally(asset: Asset, reason: str, by: Actor, now: datetime) -> Happened:
    """Places a legal hold (a reason), or lifts it (none); from stock it is looked at again before anybody gets it."""
    check(asset, "legal_hold", by)
    if by.side == "client" and not by.has("administrator", "decider"):
        raise Refusal("identity.role_missing", "forbidden", needed=["administrator", "decider"])
    if not reason and not asset.legal_hold:
        raise Refusal("assets.no_legal_hold")
    what = "legal_hold_placed" if reason else "legal_hold_lifted"
    changes: dict[str, Any] = {"legal_hold": reason}
    if asset.status == "in_stock":
        changes["substate"] = "legal_hold" if reason else "reserved" if _is_reserved(asset) else "quarantine"
    return Happened(what, now, by, changes, {"reason": reason} if reason else {})


def change(asset: Asset, given: dict[str, Any], by: Actor, now: datetime) -> Happened | None:
    """Other facts about the asset; None when nothing is different, in whichever state (an import may run again)."""
    different = {name: value for name, value in given.items() if getattr(asset, name) != value}
    if asset.stores_data:
        different.pop("stores_data", None)  # what has stored data still has to be wiped
    if not different:
        return None
    check(asset, "change", by)
    note = {"note": different["note"]} if different.get("note") else {}
    return Happened("changed", now, by, different, note)
