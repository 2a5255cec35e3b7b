"""Whatever is tried with an asset, in whatever order: what is always true of it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from assets.domain import moving
from assets.domain.asset import STATES, Asset, allowed_moves, evolve
from assets.domain.handover import KIND_OF
from assets.domain.happening import Happened
from assets.domain.values import Holder, Money, Who
from assets.events import to_line, to_state
from assets.storage.rows import ASSETS
from chassis.command import Context
from chassis.domain.actor import SYSTEM, Actor
from chassis.domain.refusal import Refusal
from contracts.assets.state import Asset as PublicAsset
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

PIOTR = Actor("provider", "Piotr", UUID(int=2))
ACTORS = st.sampled_from([PIOTR, SYSTEM, Actor("client", "Anna", UUID(int=1))])
EWA, JAN = Holder("person", "Ewa Lis", UUID(int=11)), Holder("person", "Jan Kot", UUID(int=12))
HOLDERS = st.sampled_from([EWA, JAN, Holder("place", "Sala 204")])
SHELVES = st.sampled_from(["available", "defective", "quarantine"])
STAGES = st.sampled_from(["diagnosing", "awaiting_decision", "at_vendor", "awaiting_part"])
WAYS = st.sampled_from(["to_user", "to_stock", "to_vendor"])
ENDS = st.sampled_from(["disposed", "sold", "donated", "returned_to_lessor", "bought_out"])
COSTS = st.none() | st.builds(Money, st.integers(0, 10**7), st.sampled_from(["PLN", "EUR"]))
DECISIONS = st.sampled_from([None, UUID(int=60)])
RESERVATIONS = st.sampled_from([(Who(UUID(int=11), "Ewa Lis"), None), (None, UUID(int=50))])
START = datetime(2026, 11, 2, 9, 30, tzinfo=UTC)
Decide = Callable[[Asset, Actor, datetime], Happened | None]
RARE = ("report_missing", "legal_hold", "retire", "wipe", "change")
"""Possible nearly everywhere; taken every time, they would hide the rest."""
SIMPLE: dict[str, Decide] = {
    "order": moving.order,
    "receive": lambda a, by, now: moving.receive(a, "SN", "", by, now),
    "stock": moving.stock,
    "release": moving.release,
    "prepare": moving.prepare,
    "reserve": lambda a, by, now: moving.reserve(a, None, UUID(int=50), by, now),
    "hand_over": lambda a, by, now: moving.hand_over(a, EWA, "", by, now),
    "loan": lambda a, by, now: moving.loan(a, JAN, None, by, now),
    "send": lambda a, by, now: moving.send(a, "to_vendor", by, now),
    "take_back": lambda a, by, now: moving.take_back(a, "available", "", by, now),
    "return_loan": lambda a, by, now: moving.return_loan(a, "available", by, now),
    "send_to_service": lambda a, by, now: moving.send_to_service(a, "diagnosing", "zalany", "", "", by, now),
    "return_from_service": lambda a, by, now: moving.return_from_service(a, "holder", "", None, by, now),
    "retire": lambda a, by, now: moving.retire(a, UUID(int=60), "", by, now),
    "wipe": lambda a, by, now: moving.wipe(a, "protokół", by, now),
    "end": lambda a, by, now: moving.end(a, "sold", "", None, by, now),
    "report_missing": lambda a, by, now: moving.report_missing(a, "lost", "", by, now),
    "find": lambda a, by, now: moving.find(a, "", by, now),
    "legal_hold": lambda a, by, now: moving.hold_legally(a, "" if a.legal_hold else "sprawa", by, now),
    "change": lambda a, by, now: moving.change(a, {"note": str(now)}, by, now),
}


class Life(RuleBasedStateMachine):
    """An asset, and everything anybody might try with it."""

    now = START

    @initialize(coming=st.booleans(), stores_data=st.booleans(), leased=st.booleans(), kept=RESERVATIONS)
    def begin(self, coming: bool, stores_data: bool, leased: bool, kept: tuple[Who | None, UUID | None]) -> None:
        asset = Asset(UUID(int=9), UUID(int=7), "NB-1", "ThinkPad", START, stores_data=stores_data)
        if coming:
            asset = replace(asset, status="ordered", substate=None, reserved_for=kept[0], process_id=kept[1])
        self.asset = replace(asset, owned="leased" if leased else "owned", version=1)
        self.used = False

    def attempt(self, move: str, by: Actor, decide: Decide) -> None:
        """Tries a move: refused by the table exactly when it is not offered, or by a guard with a code of its own."""
        self.now += timedelta(minutes=7)
        offered = move in allowed_moves(self.asset)
        event, code = self.decided(decide, by)
        assert offered or code
        assert not (offered and code == "assets.illegal_move")
        if event is not None:
            self.happen(event, by)

    def decided(self, decide: Decide, by: Actor) -> tuple[Happened | None, str]:
        try:
            return decide(self.asset, by, self.now), ""
        except Refusal as refusal:
            return None, refusal.code

    def happen(self, event: Happened, by: Actor) -> None:
        before, self.asset = self.asset, evolve(self.asset, event)
        assert self.asset.version == before.version + 1
        assert before.holder == self.asset.holder or event.what in KIND_OF
        assert not before.legal_hold or before.status == self.asset.status or self.asset.status not in (
            "retired", "gone")  # fmt: skip
        self.used = self.used if event.what != "wiped" else False
        self.used = self.used or event.what in ("handed_over", "loaned")
        line = to_line(Context(by, before.client_id, self.now), event, self.asset, to_state(self.asset))
        assert line.content()["state"]["version"] == line.version == self.asset.version

    @rule(move=st.sampled_from(sorted(SIMPLE)), by=ACTORS)
    def anything(self, move: str, by: Actor) -> None:
        self.attempt(move, by, SIMPLE[move])

    @rule(picks=st.lists(st.integers(0, 1000), min_size=3, max_size=12))
    def go_on(self, picks: list[int]) -> None:
        """Random moves among the offered ones: without this, half of the states are never reached."""
        for pick in picks:
            offered = [move for move in allowed_moves(self.asset) if move not in RARE or pick % 8 == 0]
            if offered:
                move = offered[pick % len(offered)]
                self.attempt(move, PIOTR, SIMPLE[move])

    @rule(to=HOLDERS, by=ACTORS, lent=st.booleans())
    def give(self, to: Holder, by: Actor, lent: bool) -> None:
        if lent:
            self.attempt("loan", by, lambda a, w, n: moving.loan(a, to, None, w, n))
        else:
            self.attempt("hand_over", by, lambda a, w, n: moving.hand_over(a, to, "", w, n))

    @rule(shelf=SHELVES, lent=st.booleans())
    def take(self, shelf: str, lent: bool) -> None:
        if lent:
            self.attempt("return_loan", PIOTR, lambda a, w, n: moving.return_loan(a, shelf, w, n))
        else:
            self.attempt("take_back", PIOTR, lambda a, w, n: moving.take_back(a, shelf, "", w, n))

    @rule(way=WAYS)
    def send(self, way: str) -> None:
        self.attempt("send", PIOTR, lambda a, w, n: moving.send(a, way, w, n))

    @rule(kept=RESERVATIONS)
    def reserve(self, kept: tuple[Who | None, UUID | None]) -> None:
        self.attempt("reserve", PIOTR, lambda a, w, n: moving.reserve(a, *kept, w, n))

    @rule(stage=STAGES)
    def repair(self, stage: str) -> None:
        self.attempt("send_to_service", PIOTR, lambda a, w, n: moving.send_to_service(a, stage, "x", "", "", w, n))

    @rule(to=SHELVES | st.just("holder"), cost=COSTS)
    def repaired(self, to: str, cost: Money | None) -> None:
        self.attempt("return_from_service", PIOTR, lambda a, w, n: moving.return_from_service(a, to, "", cost, w, n))

    @rule(how=ENDS, decision=DECISIONS)
    def end(self, how: str, decision: UUID | None) -> None:
        self.attempt("end", PIOTR, lambda a, w, n: moving.end(a, how, "", decision, w, n))

    @rule(given=st.dictionaries(st.sampled_from(["stores_data"]), st.booleans()))
    def learn(self, given: dict[str, Any]) -> None:
        if "change" in allowed_moves(self.asset):
            self.attempt("change", PIOTR, lambda a, w, n: moving.change(a, given, w, n))

    @invariant()
    def it_is_in_a_known_state(self) -> None:
        assert self.asset.state in STATES

    @invariant()
    def in_use_it_has_one_holder_and_where_nobody_uses_it_none(self) -> None:
        status, holder = self.asset.status, self.asset.holder
        assert holder is not None or status != "in_use"
        assert holder is None or status in ("in_use", "in_service", "in_transit")
        assert self.asset.loan <= (holder is not None)

    @invariant()
    def its_state_says_whether_it_is_kept_for_somebody(self) -> None:
        kept = self.asset.reserved_for is not None or self.asset.process_id is not None
        assert not kept or self.asset.state != "in_stock.available"
        assert not kept or self.asset.status not in ("in_use", "retired", "missing", "gone")

    @invariant()
    def what_is_held_legally_lies_apart_in_stock(self) -> None:
        if self.asset.status == "in_stock":
            assert bool(self.asset.legal_hold) == (self.asset.substate == "legal_hold")

    @invariant()
    def a_repair_is_known_only_of_what_is_in_service_or_on_its_way(self) -> None:
        assert self.asset.repair is None or self.asset.status in ("in_service", "in_transit")
        assert self.asset.repair is not None or self.asset.status != "in_service"

    @invariant()
    def evidence_of_a_wipe_is_never_older_than_the_last_use(self) -> None:
        assert not (self.used and self.asset.wiped_evidence)

    @invariant()
    def its_public_state_and_its_row_give_it_back(self) -> None:
        public = PublicAsset.model_validate_json(to_state(self.asset))
        assert (public.status, public.version, public.allowed) == (
            self.asset.status, self.asset.version, allowed_moves(self.asset))  # fmt: skip
        assert ASSETS.read(ASSETS.values(self.asset)[3]) == self.asset


Life.TestCase.settings = settings(max_examples=60, stateful_step_count=25, deadline=None)
TestAssetLife = Life.TestCase
