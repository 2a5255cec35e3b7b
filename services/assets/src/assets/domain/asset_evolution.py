"""What an asset is after an event. Every event grows the version by one and says anew whose move it is."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from chassis.domain.actor import Side
from chassis.domain.event import Event

from assets.domain import events
from assets.domain.asset import Asset, Repair
from assets.domain.values import Money, NextMove

Changes = dict[str, Any]
_FREE: Changes = {"holder": None, "loan": False, "reserved_for": None, "process_id": None}
_USED: Changes = _FREE | {"wiped_evidence": ""}
_DELIVERED: Changes = {"holder": None, "loan": False, "repair": None}


def evolve_asset(asset: Asset | None, event: events.AssetEvent) -> Asset:
    """The asset after the event."""
    before = asset or getattr(event, "asset", None)
    assert before is not None, "an asset begins with an event that brings it"
    changes = {} if event.already else ASSET_EVENTS[type(event)](before, event)
    if event.condition:
        changes["condition"] = event.condition
    after = replace(before, **changes, version=before.version + 1)
    if after.holder != before.holder:
        after = replace(after, held_since=event.at if after.holder else None)
    return replace(after, next_move=_next_move(before, after, event))


def _at(status: str, substate: str | None = None) -> Changes:
    return {"status": status, "substate": substate}


def _in_stock(asset: Asset, substate: str) -> Changes:
    """Where in stock it lies: what is under a legal hold lies apart."""
    return _at("in_stock", "legal_hold" if asset.legal_hold else substate)


def _if_in_stock(asset: Asset, substate: str) -> Changes:
    return {"substate": substate} if asset.status == "in_stock" else {}


def _reserved_or(asset: Asset, substate: str) -> str:
    return "reserved" if asset.reserved else substate


def _sent_to_service(asset: Asset, event: events.SentToService) -> Changes:
    old = asset.repair or Repair(reason="", since=event.at)
    new = {name: getattr(event, name) or getattr(old, name) for name in ("reason", "vendor", "diagnosis")}
    return {**_at("in_service", event.stage), "repair": replace(old, **new)}


def _returned_from_service(asset: Asset, event: events.ReturnedFromService) -> Changes:
    """What the repair cost is added up. What nobody has any more goes where it can be given out again."""
    cost = {"repair": None, "repairs": asset.repairs + 1, "repair_cost": _added(asset.repair_cost, event.cost)}
    if event.to == "holder" and asset.holder is not None:
        substate = "loan" if asset.loan else "shared" if asset.holder.kind == "place" else "assigned"
        return {**cost, **_at("in_use", substate)}
    to = "available" if event.to == "holder" else event.to
    if to == "available" and asset.reserved:
        return {**cost, **_in_stock(asset, "reserved"), "holder": None, "loan": False}
    return {**cost, **_FREE, **_in_stock(asset, to)}


def _added(so_far: Money | None, cost: Money | None) -> Money | None:
    """What repairs cost so far; a cost in another currency stands in its event only, for nobody here knows the rate."""
    if cost is None or so_far is None:
        return cost or so_far
    return replace(so_far, amount=so_far.amount + cost.amount) if cost.currency == so_far.currency else so_far


ASSET_EVENTS: Mapping[type[events.AssetEvent], Callable[[Asset, Any], Changes]] = {
    events.AssetRegistered: lambda _a, _e: {},
    events.AssetRequested: lambda _a, _e: _at("requested"),
    events.AssetOrdered: lambda _a, _e: _at("ordered"),
    events.AssetChanged: lambda _a, e: dict(e.facts),
    events.AssetReceived: lambda a, e: _at("received") | {"serial": e.serial or a.serial, "tag": e.tag or a.tag},
    events.AssetStocked: lambda a, _e: (
        (_DELIVERED if a.status == "in_transit" else {}) | _in_stock(a, _reserved_or(a, "available"))
    ),
    events.AssetReserved: lambda _a, e: {
        "substate": "reserved", "reserved_for": e.person, "process_id": e.process_id
    },
    # What is on order still comes.
    events.AssetReleased: lambda a, _e: (
        (_in_stock(a, "available") if a.status == "in_stock" else {}) | {"reserved_for": None, "process_id": None}
    ),
    events.PreparationBegan: lambda _a, _e: {"substate": "preparing"},
    events.AssetSent: lambda _a, e: _at("in_transit", e.to),
    events.AssetHandedOver: lambda _a, e: (
        _USED | _at("in_use", "assigned" if e.to.kind == "person" else "shared") | {"holder": e.to, "repair": None}
    ),
    events.AssetLoaned: lambda _a, e: _USED | _at("in_use", "loan") | {"holder": e.to, "loan": True},
    events.AssetTakenBack: lambda a, e: _FREE | _in_stock(a, e.to) | {"repair": None},
    events.LoanReturned: lambda a, e: _FREE | _in_stock(a, e.to),
    events.SentToService: _sent_to_service,
    events.ReturnedFromService: _returned_from_service,
    events.AssetRetired: lambda a, _e: (
        _FREE | _at("retired", "pending_wipe" if a.needs_wipe else "pending_disposal") | {"repair": None}
    ),
    events.AssetWiped: lambda a, e: (
        ({"substate": "pending_disposal"} if a.status == "retired" else {}) | {"wiped_evidence": e.evidence}
    ),
    events.AssetEnded: lambda _a, e: _FREE | _at("gone", e.how),
    events.AssetMissing: lambda _a, e: _FREE | _at("missing", e.how) | {"repair": None},
    events.AssetFound: lambda a, _e: _in_stock(a, "quarantine"),
    events.LegalHoldPlaced: lambda a, e: _if_in_stock(a, "legal_hold") | {"legal_hold": e.reason},
    # In stock it is looked at again before anybody gets it, unless it is kept for somebody.
    events.LegalHoldLifted: lambda a, _e: _if_in_stock(a, _reserved_or(a, "quarantine")) | {"legal_hold": ""},
}  # fmt: skip
"""Event -> which attributes of the asset have which values after it."""


def _next_move(before: Asset, after: Asset, event: Event) -> NextMove | None:
    asked = _ASKS.get(after.state) or _ASKS.get(after.status)
    if asked is None:
        return None
    side: Side = "client" if asked == "decide" else "provider"
    role = "decider" if asked == "decide" else None
    old = before.next_move
    since = old.since if old is not None and (old.side, old.asks) == (side, asked) else event.at
    return NextMove(side, asked, since, role=role)


_ASKS = {
    "requested": "order",
    "ordered": "receive",
    "received": "stock",
    "in_transit": "deliver",
    "in_service.diagnosing": "diagnose",
    "in_service.awaiting_decision": "decide",
    "in_service.at_vendor": "follow_up",
    "in_service.awaiting_part": "follow_up",
    "retired.pending_wipe": "wipe",
    "retired.pending_disposal": "dispose",
}
"""State or status -> what is asked of the provider; `decide` is asked of the client."""
