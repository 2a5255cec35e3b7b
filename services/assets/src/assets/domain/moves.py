"""The state machines of assets, people and hand-overs: in which states a move is possible, for whom, and what it needs.

Moves are named as their commands are. What a move refuses because of what it says stands in the decisions.
"""

from chassis.domain.moves import Move, Need, StateMachine

from assets.domain.asset import Asset
from assets.domain.handover import Handover
from assets.domain.person import Person

STOCK = tuple(f"in_stock.{s}" for s in ("available", "reserved", "preparing", "defective", "quarantine"))
AVAILABLE, RESERVED, PREPARING, DEFECTIVE, QUARANTINE = STOCK
HELD_BACK = "in_stock.legal_hold"
USED = ("in_use.assigned", "in_use.shared", "in_use.loan")
SERVICE = tuple(f"in_service.{s}" for s in ("diagnosing", "awaiting_decision", "at_vendor", "awaiting_part"))
TRANSIT = ("in_transit.to_user", "in_transit.to_stock", "in_transit.to_vendor")
RETIRED = ("retired.pending_wipe", "retired.pending_disposal")
GONE = tuple(f"gone.{s}" for s in ("disposed", "sold", "donated", "returned_to_lessor", "bought_out"))
MISSING = ("missing.lost", "missing.stolen")
COMING = ("requested", "ordered", "received")
STATES = (*COMING, *STOCK, HELD_BACK, *TRANSIT, *USED, *SERVICE, *RETIRED, *GONE, *MISSING)
_HERE = (*COMING, *STOCK, HELD_BACK, *TRANSIT, *USED, *SERVICE, *RETIRED)
_TO_GIVE = (AVAILABLE, RESERVED, PREPARING, HELD_BACK)

_PROVIDER = ("provider", "system")
_KEEPERS = (*_PROVIDER, "client:administrator")

_NOT_HELD: tuple[Need[Asset], ...] = (
    Need("assets.legal_hold", lambda a: bool(a.legal_hold), lambda a: {"reason": a.legal_hold}),
)
"""What every exit needs: no legal hold."""
_WIPED: Need[Asset] = Need("assets.not_wiped", lambda a: a.needs_wipe and a.status != "missing")

ASSET_MOVES = StateMachine[Asset](
    "assets",
    (
        Move("order", ("requested",), _PROVIDER),
        Move("receive", ("ordered",), _PROVIDER),
        Move("stock", ("received", "in_transit.to_stock", PREPARING, DEFECTIVE, QUARANTINE), _PROVIDER),
        Move("reserve", (AVAILABLE,), _PROVIDER),
        Move("release", (RESERVED, PREPARING, HELD_BACK, "ordered", "received", *TRANSIT, *SERVICE), _PROVIDER),
        Move("prepare", (AVAILABLE, RESERVED), _PROVIDER),
        Move("send", (*STOCK, HELD_BACK, *USED, *SERVICE), _PROVIDER, _NOT_HELD),
        Move("hand_over", ("received", *_TO_GIVE, QUARANTINE, "in_transit.to_user", *USED), _PROVIDER, _NOT_HELD),
        Move("loan", _TO_GIVE, _PROVIDER, _NOT_HELD),
        Move("take_back", (*USED, *SERVICE, "in_transit.to_user", "in_transit.to_stock"), _PROVIDER),
        Move("return_loan", ("in_use.loan",), _PROVIDER),
        Move("send_to_service", (AVAILABLE, DEFECTIVE, QUARANTINE, *USED, *SERVICE, "in_transit.to_vendor"), _PROVIDER),
        Move("return_from_service", SERVICE, _PROVIDER),
        Move("retire", (*STOCK, HELD_BACK, *SERVICE), _PROVIDER, _NOT_HELD),
        Move("wipe", (*STOCK, HELD_BACK, *RETIRED), _PROVIDER, _NOT_HELD),
        Move("end", ("retired.pending_disposal", *MISSING), _PROVIDER, (*_NOT_HELD, _WIPED)),
        Move("report_missing", _HERE, (*_PROVIDER, "client")),
        Move("find", MISSING, _PROVIDER),
        Move("legal_hold", (*_HERE, *MISSING), (*_KEEPERS, "client:decider")),
        Move("change", (*_HERE, *MISSING), _KEEPERS),
    ),
    lambda asset: asset.state,
)

PERSON_MOVES = StateMachine[Person](
    "assets",
    (
        Move("activate", ("joining",), _KEEPERS),
        Move("deactivate", ("active",), ("system",)),
        Move("begin_leaving", ("active", "leaving"), _KEEPERS),
        Move("stay", ("leaving",), ("system",)),
        Move("leave", ("active", "leaving"), _KEEPERS),
        Move("withdraw", ("joining",), _KEEPERS),
        Move("change", ("joining", "active", "leaving"), _KEEPERS),
    ),
    lambda person: person.status,
)

HANDOVER_MOVES = StateMachine[Handover](
    "assets",
    (
        Move(
            "accept",
            ("recorded",),
            ("client@receiver", "client:decider", "client:administrator"),
            refusal="assets.already_accepted",
        ),
    ),
    lambda record: "recorded" if record.next_move else "accepted",
    relations=lambda record: {"receiver": [record.receiver] if record.receiver else []},
)
