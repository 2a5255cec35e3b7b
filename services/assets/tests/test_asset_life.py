"""Whatever is tried with an asset, in whatever order: what is always true of it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from assets.domain import events
from assets.domain.asset import Asset
from assets.domain.asset_decisions import change, decide
from assets.domain.asset_evolution import evolve_asset
from assets.domain.events import AssetEvent
from assets.domain.handover_decisions import KIND_OF
from assets.domain.moves import ASSET_MOVES, STATES
from assets.domain.values import Holder, Money, Named
from assets.events import ASSETS as PUBLICATION
from assets.storage.assets import ASSETS
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
RESERVATIONS = st.sampled_from([(Named(UUID(int=11), "Ewa Lis"), None), (None, UUID(int=50))])
START = datetime(2026, 11, 2, 9, 30, tzinfo=UTC)
Decide = Callable[[Asset, Actor, datetime], AssetEvent | None]
RARE = ("report_missing", "legal_hold", "retire", "wipe", "change")
"""Possible nearly everywhere; taken every time, they would hide the rest."""


def do(move: str, /, **content: Any) -> Decide:
    return lambda asset, by, now: decide(asset, move, by, now, **content)


SIMPLE: dict[str, Decide] = {
    "order": do("order"),
    "receive": do("receive", serial="SN"),
    "stock": do("stock"),
    "release": do("release"),
    "prepare": do("prepare"),
    "reserve": do("reserve", process_id=UUID(int=50)),
    "hand_over": do("hand_over", to=EWA),
    "loan": do("loan", to=JAN),
    "send": do("send", to="to_vendor"),
    "take_back": do("take_back", to="available"),
    "return_loan": do("return_loan", to="available"),
    "send_to_service": do("send_to_service", stage="diagnosing", reason="zalany"),
    "return_from_service": do("return_from_service", to="holder"),
    "retire": do("retire", decision_id=UUID(int=60)),
    "wipe": do("wipe", evidence="protokół"),
    "end": do("end", how="sold"),
    "report_missing": do("report_missing", how="lost"),
    "find": do("find"),
    "legal_hold": lambda a, by, now: decide(a, "legal_hold", by, now, reason="" if a.legal_hold else "sprawa"),
    "change": lambda a, by, now: change(a, {"note": str(now)}, by, now),
}


def allowed_moves(asset: Asset) -> list[str]:
    return ASSET_MOVES.allowed(asset, PIOTR)


class Life(RuleBasedStateMachine):
    """An asset, and everything anybody might try with it."""

    now = START

    @initialize(coming=st.booleans(), stores_data=st.booleans(), leased=st.booleans(), kept=RESERVATIONS)
    def begin(self, coming: bool, stores_data: bool, leased: bool, kept: tuple[Named | None, UUID | None]) -> None:
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

    def decided(self, decide: Decide, by: Actor) -> tuple[AssetEvent | None, str]:
        try:
            return decide(self.asset, by, self.now), ""
        except Refusal as refusal:
            return None, refusal.code

    def happen(self, event: AssetEvent, by: Actor) -> None:
        before, self.asset = self.asset, evolve_asset(self.asset, event)
        assert self.asset.version == before.version + 1
        assert before.holder == self.asset.holder or type(event) in KIND_OF
        assert not before.legal_hold or before.status == self.asset.status or self.asset.status not in (
            "retired", "gone")  # fmt: skip
        self.used = self.used if not isinstance(event, events.AssetWiped) else False
        self.used = self.used or isinstance(event, (events.AssetHandedOver, events.AssetLoaned))
        context = Context(by, before.client_id, self.now)
        line = PUBLICATION.line(context, event, self.asset, PUBLICATION.state(self.asset))
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
            self.attempt("loan", by, do("loan", to=to))
        else:
            self.attempt("hand_over", by, do("hand_over", to=to))

    @rule(shelf=SHELVES, lent=st.booleans())
    def take(self, shelf: str, lent: bool) -> None:
        if lent:
            self.attempt("return_loan", PIOTR, do("return_loan", to=shelf))
        else:
            self.attempt("take_back", PIOTR, do("take_back", to=shelf))

    @rule(way=WAYS)
    def send(self, way: str) -> None:
        self.attempt("send", PIOTR, do("send", to=way))

    @rule(kept=RESERVATIONS)
    def reserve(self, kept: tuple[Named | None, UUID | None]) -> None:
        self.attempt("reserve", PIOTR, do("reserve", person=kept[0], process_id=kept[1]))

    @rule(stage=STAGES)
    def repair(self, stage: str) -> None:
        self.attempt("send_to_service", PIOTR, do("send_to_service", stage=stage, reason="x"))

    @rule(to=SHELVES | st.just("holder"), cost=COSTS)
    def repaired(self, to: str, cost: Money | None) -> None:
        self.attempt("return_from_service", PIOTR, do("return_from_service", to=to, cost=cost))

    @rule(how=ENDS, decision=DECISIONS)
    def end(self, how: str, decision: UUID | None) -> None:
        self.attempt("end", PIOTR, do("end", how=how, decision_id=decision))

    @rule(given=st.dictionaries(st.sampled_from(["stores_data"]), st.booleans()))
    def learn(self, given: dict[str, Any]) -> None:
        if "change" in allowed_moves(self.asset):
            self.attempt("change", PIOTR, lambda a, w, n: change(a, given, w, n))

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
    def whoever_has_it_has_had_it_since_a_moment(self) -> None:
        assert (self.asset.holder is None) == (self.asset.held_since is None)

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
        public = PublicAsset.model_validate_json(PUBLICATION.state(self.asset))
        assert (public.status, public.version) == (self.asset.status, self.asset.version)
        assert [move for move in public.moves if move not in public.missing] == allowed_moves(self.asset)
        row = ASSETS.codec.write(self.asset)
        assert ASSETS.codec.read(row, ASSETS.codec.version) == self.asset


Life.TestCase.settings = settings(max_examples=60, stateful_step_count=25, deadline=None)
TestAssetLife = Life.TestCase
