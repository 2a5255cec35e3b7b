"""What an asset is, and what may be done with it in which state. What follows from doing it stands in `moving.py`."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from chassis.domain.actor import Side

from assets.domain.happening import Happened
from assets.domain.values import Holder, Money, Move, Who


@dataclass(frozen=True, slots=True)
class Repair:
    """The asset's present stay in service."""

    reason: str
    since: datetime
    diagnosis: str = ""
    vendor: str = ""
    cost: Money | None = None
    ticket_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Asset:
    """A piece of hardware (or licence). `version` grows by one with every event."""

    id: UUID
    client_id: UUID
    tag: str
    name: str
    created_at: datetime
    serial: str = ""
    model_id: UUID | None = None
    category: str = "other"
    status: str = "in_stock"
    substate: str | None = "available"
    holder: Holder | None = None
    reserved_for: Who | None = None
    process_id: UUID | None = None
    loan: bool = False
    owned: str = "owned"
    stores_data: bool = False
    price: Money | None = None
    purchased_on: date | None = None
    warranty_until: date | None = None
    lease_until: date | None = None
    condition: str = ""
    note: str = ""
    legal_hold: str = ""
    wiped_evidence: str = ""
    repair: Repair | None = None
    repairs: int = 0
    repair_cost: Money | None = None
    external_key: str = ""
    next_move: Move | None = None
    version: int = 0

    @property
    def state(self) -> str:
        """Status and substate in one word: `in_stock.available`."""
        return f"{self.status}.{self.substate}" if self.substate else self.status


STOCK = tuple(f"in_stock.{s}" for s in ("available", "reserved", "preparing", "defective", "quarantine"))
HELD_BACK = ("in_stock.legal_hold",)
USED = ("in_use.assigned", "in_use.shared", "in_use.loan")
SERVICE = tuple(f"in_service.{s}" for s in ("diagnosing", "awaiting_decision", "at_vendor", "awaiting_part"))
TRANSIT = ("in_transit.to_user", "in_transit.to_stock", "in_transit.to_vendor")
RETIRED = ("retired.pending_wipe", "retired.pending_disposal")
GONE = tuple(f"gone.{s}" for s in ("disposed", "sold", "donated", "returned_to_lessor", "bought_out"))
MISSING = ("missing.lost", "missing.stolen")
COMING = ("requested", "ordered", "received")
STATES = (*COMING, *STOCK, *HELD_BACK, *TRANSIT, *USED, *SERVICE, *RETIRED, *GONE, *MISSING)

ALLOWED: dict[str, tuple[str, ...]] = {
    "order": ("requested",),
    "receive": ("ordered",),
    "stock": ("received", "in_transit.to_stock", "in_stock.preparing", "in_stock.defective", "in_stock.quarantine"),
    "reserve": ("in_stock.available",),
    "release": ("in_stock.reserved", "in_stock.preparing", *HELD_BACK, "ordered", "received", *TRANSIT, *SERVICE),
    "prepare": ("in_stock.available", "in_stock.reserved"),
    "send": (*STOCK, *USED, *SERVICE),
    "hand_over": (
        "received",
        "in_stock.available",
        "in_stock.reserved",
        "in_stock.preparing",
        "in_stock.quarantine",
        "in_transit.to_user",
        *USED,
    ),
    "loan": ("in_stock.available", "in_stock.reserved", "in_stock.preparing"),
    "take_back": (*USED, *SERVICE, "in_transit.to_user", "in_transit.to_stock"),
    "return_loan": ("in_use.loan",),
    "send_to_service": (
        "in_stock.available",
        "in_stock.defective",
        "in_stock.quarantine",
        *USED,
        *SERVICE,
        "in_transit.to_vendor",
    ),
    "return_from_service": SERVICE,
    "retire": (*STOCK, *SERVICE),
    "wipe": (*STOCK, *RETIRED),
    "end": ("retired.pending_disposal", *MISSING),
    "report_missing": (*COMING, *STOCK, *HELD_BACK, *TRANSIT, *USED, *SERVICE, *RETIRED),
    "find": MISSING,
    "legal_hold": (*COMING, *STOCK, *HELD_BACK, *TRANSIT, *USED, *SERVICE, *RETIRED, *MISSING),
    "change": (*COMING, *STOCK, *HELD_BACK, *TRANSIT, *USED, *SERVICE, *RETIRED, *MISSING),
}
"""What may be done, named as its command is -> the states it may be done in (product.md)."""

EXITS = frozenset({"retire", "wipe", "end", "send", "loan", "hand_over"})
"""What a legal hold forbids."""
CLIENT_MAY = frozenset({"report_missing", "legal_hold", "change"})
"""What the client's own people may do (facts: its administrators); the rest is the provider's or the system's."""
STORING = frozenset({"laptop", "desktop", "phone", "tablet"})
"""Categories that store data, where no model says otherwise."""


def allowed_moves(asset: Asset, side: Side = "provider") -> list[str]:
    """What a side may do with the asset now."""
    return [
        move
        for move, states in ALLOWED.items()
        if asset.state in states
        and not (asset.legal_hold and move in EXITS)
        and (side != "client" or move in CLIENT_MAY)
    ]


def evolve(asset: Asset, event: Happened) -> Asset:
    """The asset after the event."""
    after = replace(asset, **event.changes, version=asset.version + 1)
    return replace(after, next_move=_next_move(asset, after, event))


def _next_move(before: Asset, after: Asset, event: Happened) -> Move | None:
    asked = _ASKS.get(after.state) or _ASKS.get(after.status)
    if asked is None:
        return None
    side, asks = asked
    old = before.next_move
    since = old.since if old is not None and (old.side, old.asks) == (side, asks) else event.at
    return Move("client" if side == "client" else "provider", asks, since)


_ASKS: dict[str, tuple[str, str]] = {
    "requested": ("provider", "order"),
    "ordered": ("provider", "receive"),
    "received": ("provider", "stock"),
    "in_transit": ("provider", "deliver"),
    "in_service.diagnosing": ("provider", "diagnose"),
    "in_service.awaiting_decision": ("client", "decide"),
    "in_service.at_vendor": ("provider", "follow_up"),
    "in_service.awaiting_part": ("provider", "follow_up"),
    "retired.pending_wipe": ("provider", "wipe"),
    "retired.pending_disposal": ("provider", "dispose"),
}
