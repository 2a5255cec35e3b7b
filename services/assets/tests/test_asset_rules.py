"""What may be done with an asset, in which state, and what follows: the domain without any IO."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from assets.domain import events
from assets.domain.asset import Asset, Repair
from assets.domain.asset_decisions import change, confirm_receipt, decide
from assets.domain.asset_evolution import ASSET_EVENTS, evolve_asset
from assets.domain.best_available import choose
from assets.domain.events import AssetEvent
from assets.domain.handover_decisions import KIND_OF
from assets.domain.moves import ASSET_MOVES, GONE, HELD_BACK, STATES, USED
from assets.domain.values import Holder, Money, Named
from chassis.domain.actor import SYSTEM, Actor
from chassis.domain.refusal import Refusal
from contracts.assets.state import Asset as PublicAsset

NOW = datetime(2026, 11, 2, 9, 30, tzinfo=UTC)
ANNA = Actor("client", "Anna", UUID(int=1))
PIOTR = Actor("provider", "Piotr", UUID(int=2))
EWA = Holder("person", "Ewa Lis", UUID(int=11))
JAN = Holder("person", "Jan Kot", UUID(int=12))
ROOM = Holder("place", "Sala 204")
DECISION = UUID(int=60)
PROCESS = UUID(int=50)
Do = Callable[[Asset], AssetEvent | None]
ALLOWED = {name: tuple(move.states) for name, move in ASSET_MOVES.table.items()}
EXITS = frozenset({"retire", "wipe", "end", "send", "loan", "hand_over"})
"""What a legal hold forbids."""
CLIENT_MAY = frozenset({"report_missing", "legal_hold", "change"})
"""What the client's own people may do; the rest is the provider's or the system's."""


def do(move: str, /, **content: Any) -> Do:
    return lambda asset: decide(asset, move, PIOTR, NOW, **content)


DO: dict[str, Do] = {
    "order": do("order"),
    "receive": do("receive", serial="SN-1", tag=""),
    "stock": do("stock"),
    "reserve": do("reserve", person=Named(UUID(int=11), "Ewa Lis")),
    "release": do("release"),
    "prepare": do("prepare"),
    "send": do("send", to="to_stock"),
    "hand_over": do("hand_over", to=JAN),
    "loan": do("loan", to=JAN),
    "take_back": do("take_back", to="available"),
    "return_loan": do("return_loan", to="available"),
    "send_to_service": do("send_to_service", stage="diagnosing", reason="nie działa"),
    "return_from_service": do("return_from_service", to="holder", outcome="gotowe"),
    "retire": do("retire", decision_id=DECISION),
    "wipe": do("wipe", evidence="protokół 7"),
    "end": do("end", how="disposed", decision_id=DECISION),
    "report_missing": do("report_missing", how="lost"),
    "find": do("find"),
    "legal_hold": do("legal_hold", reason="sprawa 3/26"),
    "change": lambda asset: change(asset, {"note": "inna"}, PIOTR, NOW),
}
"""Every move of the table, with content that fits wherever the state allows it."""
ENDS: dict[str, tuple[str, ...]] = {
    "order": ("ordered",),
    "receive": ("received",),
    "stock": ("in_stock.available", "in_stock.reserved"),
    "reserve": ("in_stock.reserved",),
    "prepare": ("in_stock.preparing",),
    "send": ("in_transit.to_stock",),
    "hand_over": ("in_use.assigned",),
    "loan": ("in_use.loan",),
    "take_back": ("in_stock.available",),
    "return_loan": ("in_stock.available",),
    "send_to_service": ("in_service.diagnosing",),
    "return_from_service": (*USED, "in_stock.available"),
    "retire": ("retired.pending_disposal",),
    "end": ("gone.disposed",),
    "report_missing": ("missing.lost",),
    "find": ("in_stock.quarantine",),
}
LEGAL = [
    (move, state) for move, states in ALLOWED.items() for state in states if not (move in EXITS and state == HELD_BACK)
]
ILLEGAL = [(move, state) for move in ALLOWED for state in STATES if state not in ALLOWED[move]]


def an_asset(state: str = "in_stock.available", **fields: Any) -> Asset:
    """An asset as it may stand in this state."""
    status, _, substate = state.partition(".")
    held = status in ("in_use", "in_service")
    facts: dict[str, Any] = {
        "status": status,
        "substate": substate or None,
        "holder": (ROOM if state == "in_use.shared" else EWA) if held else None,
        "loan": state == "in_use.loan",
        "repair": Repair("zalany", NOW) if status == "in_service" else None,
        "legal_hold": "sprawa 1/26" if state == "in_stock.legal_hold" else "",
    }
    asset = Asset(UUID(int=9), UUID(int=7), "NB-1", "ThinkPad T14", NOW, version=4)
    return replace(asset, **(facts | fields))


def after(asset: Asset, *moves: Do | str) -> Asset:
    for move in moves:
        event = (DO[move] if isinstance(move, str) else move)(asset)
        assert event is not None
        asset = evolve_asset(asset, event)
    return asset


def code_of(move: Do | str, asset: Asset) -> str:
    with pytest.raises(Refusal) as refused:
        after(asset, move)
    return refused.value.code


def give(to: Holder) -> Do:
    return do("hand_over", to=to)


def back_from_service(to: str, cost: Money | None = None) -> Do:
    return do("return_from_service", to=to, cost=cost)


lift = do("legal_hold", reason="")


def allowed_moves(asset: Asset, actor: Actor = PIOTR) -> list[str]:
    return ASSET_MOVES.allowed(asset, actor)


def test_every_move_of_the_table_is_tried_here() -> None:
    assert set(DO) == set(ALLOWED)
    assert {type(step(an_asset(ALLOWED[move][0], stores_data=move == "wipe"))) for move, step in DO.items()} == (
        set(ASSET_EVENTS) - {events.AssetRegistered, events.AssetRequested, events.LegalHoldLifted}
    )
    assert set(ALLOWED) >= EXITS | CLIENT_MAY
    assert {state for states in ALLOWED.values() for state in states} == set(STATES) - set(GONE)


@pytest.mark.parametrize(("move", "state"), LEGAL)
def test_a_legal_move_is_made_and_ends_where_it_should(move: str, state: str) -> None:
    asset = an_asset(state)

    result = after(asset, move)

    assert result.state in ENDS.get(move, STATES)
    assert result.version == asset.version + 1
    assert move in allowed_moves(asset)


@pytest.mark.parametrize(("move", "state"), ILLEGAL)
def test_an_illegal_move_is_refused_with_the_allowed_ones(move: str, state: str) -> None:
    asset = an_asset(state, legal_hold="")

    with pytest.raises(Refusal) as refused:
        ASSET_MOVES.check(asset, move, PIOTR)

    facts = {"from": state, "move": move, "allowed": allowed_moves(asset)}
    assert (refused.value.code, refused.value.kind, refused.value.facts) == ("assets.illegal_move", "refused", facts)
    assert move not in facts["allowed"]


@pytest.mark.parametrize("state", STATES)
def test_what_is_offered_is_possible_and_nothing_else_is(state: str) -> None:
    asset = an_asset(state)
    possible = []

    for move in DO:
        try:
            ASSET_MOVES.check(asset, move, SYSTEM)
        except Refusal:
            continue
        possible.append(move)

    assert sorted(possible) == sorted(allowed_moves(asset))


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize(
    ("role", "may"),
    [
        ("requester", {"report_missing"}),
        ("decider", {"report_missing", "legal_hold"}),
        ("administrator", CLIENT_MAY),
    ],
)
def test_the_client_is_offered_what_its_people_may_do_and_nothing_else(role: str, may: set[str], state: str) -> None:
    asset = an_asset(state)
    actor = replace(ANNA, roles=frozenset({role}))
    possible = []

    for move in DO:
        try:
            ASSET_MOVES.check(asset, move, actor)
        except Refusal:
            continue
        possible.append(move)

    assert sorted(possible) == sorted(allowed_moves(asset, actor))
    assert set(possible) == may & set(allowed_moves(asset))


@pytest.mark.parametrize("state", STATES)
def test_the_public_contract_has_a_place_for_every_state(state: str) -> None:
    status, _, substate = state.partition(".")

    public = PublicAsset(
        id=UUID(int=9), client_id=UUID(int=7), version=1, tag="A", name="A", status=status, substate=substate or None,
        created_at=NOW)  # fmt: skip

    assert public.status == status


@pytest.mark.parametrize("move", sorted(set(ALLOWED) - CLIENT_MAY))
@pytest.mark.parametrize("state", ["in_stock.available", "in_use.assigned", "gone.sold"])
def test_a_move_of_the_wrong_side_is_forbidden_in_whichever_state(move: str, state: str) -> None:
    with pytest.raises(Refusal) as refused:
        ASSET_MOVES.check(an_asset(state), move, ANNA)

    assert (refused.value.code, refused.value.kind) == ("assets.not_your_move", "forbidden")


@pytest.mark.parametrize("state", GONE)
def test_what_is_gone_stays_gone(state: str) -> None:
    assert allowed_moves(an_asset(state)) == []


def test_in_use_it_has_exactly_one_holder() -> None:
    given = after(an_asset(), give(EWA))
    passed = after(given, give(ROOM))

    assert (given.holder, given.state) == (EWA, "in_use.assigned")
    assert (passed.holder, passed.state) == (ROOM, "in_use.shared")


def test_who_has_it_cannot_get_it_again() -> None:
    assert code_of(give(EWA), an_asset("in_use.assigned")) == "assets.already_held"


def test_what_was_on_its_way_to_its_own_holder_can_be_delivered() -> None:
    sent = an_asset("in_transit.to_user", holder=EWA, repair=Repair("zalany", NOW))

    delivered = after(sent, give(EWA))

    assert (delivered.state, delivered.holder, delivered.repair) == ("in_use.assigned", EWA, None)


@pytest.mark.parametrize("state", ["in_stock.reserved", "in_stock.preparing", "in_transit.to_user", "received"])
def test_what_is_kept_for_one_person_is_not_given_or_lent_to_another(state: str) -> None:
    kept = an_asset(state, reserved_for=Named(UUID(int=11), "Ewa Lis"))

    assert code_of(give(JAN), kept) == "assets.reserved_for_another"
    assert code_of(give(ROOM), kept) == "assets.reserved_for_another"
    assert after(kept, give(EWA)).reserved_for is None


def test_what_is_kept_for_one_person_is_not_lent_to_another() -> None:
    kept = an_asset("in_stock.reserved", reserved_for=Named(UUID(int=11), "Ewa Lis"))

    assert code_of("loan", kept) == "assets.reserved_for_another"


@pytest.mark.parametrize("kept", [{"reserved_for": Named(UUID(int=11), "Ewa Lis")}, {"process_id": PROCESS}])
def test_an_order_comes_into_stock_for_whom_or_what_it_was_ordered(kept: dict[str, Any]) -> None:
    asset = after(an_asset("ordered", **kept), "receive", "stock")

    assert asset.state == "in_stock.reserved"
    assert (asset.reserved_for, asset.process_id) == (kept.get("reserved_for"), kept.get("process_id"))


@pytest.mark.parametrize("kept", [{"reserved_for": Named(UUID(int=11), "Ewa Lis")}, {"process_id": PROCESS}])
def test_a_reservation_outlives_a_legal_hold(kept: dict[str, Any]) -> None:
    asset = after(an_asset("in_stock.reserved", **kept), "legal_hold", lift)

    assert (asset.state, asset.legal_hold) == ("in_stock.reserved", "")


def test_a_reservation_outlives_a_repair_that_went_well() -> None:
    serviced = an_asset("in_service.at_vendor", holder=None, process_id=PROCESS)

    assert after(serviced, back_from_service("available")).state == "in_stock.reserved"
    assert after(serviced, back_from_service("defective")).process_id is None


@pytest.mark.parametrize("state", ["in_stock.legal_hold", "in_service.diagnosing", "in_transit.to_user", "ordered"])
def test_a_reservation_can_be_given_up_where_it_stands(state: str) -> None:
    freed = after(an_asset(state, process_id=PROCESS), "release")

    assert (freed.state, freed.process_id) == (state, None)


@pytest.mark.parametrize(("role", "refused"), [("requester", True), ("decider", False), ("administrator", False)])
def test_of_the_clients_people_not_everybody_may_hold_legally(role: str, refused: bool) -> None:
    anna = Actor("client", "Anna Nowak", UUID(int=5), frozenset({role}))

    def hold(asset: Asset) -> AssetEvent:
        return decide(asset, "legal_hold", anna, NOW, reason="sprawa 3/26")

    asset = an_asset("in_stock.available")
    assert (code_of(hold, asset) if refused else after(asset, hold).legal_hold) == (
        "assets.not_your_move" if refused else "sprawa 3/26"
    )


def test_what_comes_out_of_a_legal_hold_is_looked_at_before_anybody_gets_it() -> None:
    asset = after(an_asset("in_stock.defective"), "legal_hold", lift)

    assert asset.state == "in_stock.quarantine"


@pytest.mark.parametrize(("move", "state"), [(m, s) for m in sorted(EXITS) for s in ALLOWED[m]])
def test_a_legal_hold_blocks_every_exit(move: str, state: str) -> None:
    held = an_asset(state, legal_hold="sprawa 1/26")

    with pytest.raises(Refusal) as refused:
        after(held, move)

    assert (refused.value.code, refused.value.facts) == ("assets.legal_hold", {"reason": "sprawa 1/26"})
    assert move not in allowed_moves(held)
    assert (move in ASSET_MOVES.moves(held), ASSET_MOVES.missing(held)[move]) == (True, ["assets.legal_hold"])


def test_what_is_held_legally_is_not_sent_to_a_vendor_but_may_be_diagnosed() -> None:
    held = an_asset("in_use.assigned", legal_hold="sprawa 1/26")

    assert code_of(do("send_to_service", stage="at_vendor", reason="x"), held) == (
        "assets.legal_hold")  # fmt: skip
    assert after(held, "send_to_service").state == "in_service.diagnosing"


@pytest.mark.parametrize(
    ("state", "move"),
    [
        ("in_use.assigned", "take_back"),
        ("in_use.loan", "return_loan"),
        ("in_transit.to_stock", "stock"),
        ("received", "stock"),
        ("missing.lost", "find"),
        ("in_service.diagnosing", "take_back"),
    ],
)
def test_what_comes_back_under_a_legal_hold_lies_apart(state: str, move: str) -> None:
    assert after(an_asset(state, legal_hold="sprawa 1/26"), move).state == "in_stock.legal_hold"


def test_a_hold_that_is_not_there_cannot_be_lifted() -> None:
    assert code_of(lift, an_asset()) == "assets.no_legal_hold"


@pytest.mark.parametrize("stores_data", [True, False])
def test_retired_it_waits_for_the_wipe_only_if_it_stored_data(stores_data: bool) -> None:
    retired = after(an_asset(stores_data=stores_data), "retire")

    assert retired.substate == ("pending_wipe" if stores_data else "pending_disposal")


def test_what_stored_data_is_gone_only_with_evidence_of_the_wipe() -> None:
    retired = after(an_asset(stores_data=True), "retire")

    assert code_of("end", retired) == "assets.illegal_move"
    assert code_of("end", replace(retired, substate="pending_disposal")) == "assets.not_wiped"
    assert after(retired, "wipe", "end").state == "gone.disposed"


def test_what_turns_out_to_store_data_can_still_be_wiped() -> None:
    said: Do = lambda a: change(a, {"stores_data": True}, PIOTR, NOW)  # noqa: E731

    asset = after(an_asset("retired.pending_disposal"), said, "wipe", "end")

    assert asset.status == "gone"


@pytest.mark.parametrize("use", ["hand_over", "loan"])
def test_evidence_of_a_wipe_is_void_after_the_next_use(use: str) -> None:
    wiped = after(an_asset(stores_data=True), "wipe")

    used = after(wiped, use, "take_back", "retire")

    assert wiped.wiped_evidence == "protokół 7"
    assert (used.wiped_evidence, used.state) == ("", "retired.pending_wipe")


def test_what_has_stored_data_cannot_be_talked_out_of_its_wipe() -> None:
    assert change(an_asset(stores_data=True), {"stores_data": False}, PIOTR, NOW) is None


def test_what_is_missing_is_written_off_only_by_a_decision() -> None:
    undecided = do("end", how="disposed", decision_id=None)

    assert code_of(undecided, an_asset("missing.stolen")) == "assets.decision_missing"
    assert after(an_asset("missing.stolen"), "end").status == "gone"


@pytest.mark.parametrize(("owned", "refused"), [("owned", True), ("leased", False)])
def test_only_what_is_leased_goes_back_to_the_lessor(owned: str, refused: bool) -> None:
    asset = an_asset("retired.pending_disposal", owned=owned)
    back = do("end", how="returned_to_lessor", decision_id=None)

    assert (code_of(back, asset) == "assets.not_leased") if refused else after(asset, back).status == "gone"


def test_service_keeps_the_holder_and_counts_the_repairs() -> None:
    served = after(an_asset("in_use.assigned"), "send_to_service")
    back = after(served, back_from_service("holder", Money(80000, "PLN")))

    assert (served.holder, back.holder, back.state) == (EWA, EWA, "in_use.assigned")
    assert (back.repair, back.repairs, back.repair_cost) == (None, 1, Money(80000, "PLN"))


@pytest.mark.parametrize("state", USED)
def test_it_comes_back_from_service_as_what_it_was(state: str) -> None:
    assert after(an_asset(state), "send_to_service", "return_from_service").state == state


def test_costs_of_repairs_add_up_in_their_first_currency() -> None:
    asset = an_asset("in_use.assigned")
    for cost in (Money(500, "PLN"), Money(100, "EUR"), None, Money(250, "PLN")):
        asset = after(asset, "send_to_service", back_from_service("holder", cost))

    assert (asset.repair_cost, asset.repairs) == (Money(750, "PLN"), 4)


def test_what_is_known_of_a_repair_stays_through_its_stages() -> None:
    stage = do("send_to_service", stage="at_vendor", vendor="Naprawy", diagnosis="bateria")

    repair = after(an_asset("in_use.assigned"), "send_to_service", stage, "send_to_service").repair

    assert repair == Repair("nie działa", NOW, "bateria", "Naprawy")


@pytest.mark.parametrize("move", ["take_back", "retire", "report_missing", "stock"])
def test_whatever_takes_it_from_its_holder_leaves_a_record(move: str) -> None:
    asset = an_asset("in_transit.to_stock" if move == "stock" else "in_service.diagnosing", holder=EWA)

    event = DO[move](asset)

    assert event is not None
    taken = evolve_asset(asset, event)
    assert type(event) in KIND_OF
    assert (taken.holder, taken.held_since, taken.repair) == (None, None, None)


def test_facts_that_are_not_different_change_nothing_even_when_it_is_gone() -> None:
    gone = an_asset("gone.sold", note="stary")

    assert change(gone, {"note": "stary"}, PIOTR, NOW) is None
    assert code_of("change", gone) == "assets.illegal_move"


def test_a_process_is_told_of_the_receipt_only_of_what_it_ordered() -> None:
    kept = an_asset("in_stock.reserved", process_id=PROCESS)

    assert after(kept, lambda a: confirm_receipt(a, PROCESS, SYSTEM, NOW)) == replace(kept, version=kept.version + 1)
    assert code_of(lambda a: confirm_receipt(a, UUID(int=51), SYSTEM, NOW), kept) == "assets.illegal_move"


@pytest.mark.parametrize("state", STATES)
def test_what_is_under_way_waits_for_one_side_and_everything_else_for_none(state: str) -> None:
    touched = after(an_asset(state), lambda _: events.AssetChanged(NOW, PIOTR, facts={}))

    waits = touched.status in ("requested", "ordered", "received", "in_transit", "in_service", "retired")
    whose = ("client", "decider") if state == "in_service.awaiting_decision" else ("provider", None)
    move = touched.next_move
    assert ((move.side, move.role) if move else None) == (whose if waits else None)


def test_who_waits_has_waited_since_it_began() -> None:
    later = NOW + timedelta(hours=5)

    asset = after(an_asset("ordered"), "change", lambda a: change(a, {"note": "b"}, PIOTR, later))

    assert asset.next_move is not None
    assert asset.next_move.since == NOW


def test_the_best_of_several_has_the_longest_warranty_then_is_the_newest() -> None:
    old = an_asset(id=UUID(int=1), warranty_until=date(2027, 1, 1), purchased_on=date(2024, 1, 1))
    new = replace(old, id=UUID(int=2), purchased_on=date(2025, 1, 1))
    bare = replace(old, id=UUID(int=3), warranty_until=None)

    assert choose([old, bare, new]) == choose([new, bare, old]) == new
    assert choose([]) is None
