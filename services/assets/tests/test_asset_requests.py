"""What assets does when a process asks: every kind of request is answered or refused, exactly once."""

import asyncio
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

import contracts.assets.requests as asked
import orjson
import pytest
from assets.commands.answer_request import answer
from assets.commands.register_asset import order_asset
from assets.reactions import REACTIONS
from chassis.database import Database, Transaction
from chassis.domain.refusal import Refusal
from chassis.identifiers import new_id
from chassis.inbox.applying import Inbox
from chassis.inbox.reactions import context_of, handler
from chassis.journal.line import JournalLine
from chassis.process.clock import SetClock
from contracts.assets.commands import OrderAsset
from contracts.envelope import Request
from contracts.processes.events import CompensationStarted, DecisionApproved, ProcessCompleted
from testkit.lines import a_line
from testkit.waiting import until

NOW = datetime(2026, 11, 2, 9, 30, tzinfo=UTC)
PROCESS, OTHER = UUID(int=50), UUID(int=51)
DECISION = UUID(int=60)
NOBODY = UUID(int=404)
HANDLE = handler(REACTIONS, SetClock(NOW))
ADDING_MARK = "INSERT INTO inbox (source, generation, shard, seq) VALUES ($1, $2, $3, 0)"


class Asking:
    """A process that asks, and what assets answered."""

    def __init__(self, store: Any, database: Database) -> None:
        self.store = store
        self.database = database

    def line(self, request: Request) -> JournalLine:
        return a_line(
            source="processes",
            type=request.TYPE,
            client_id=self.store.client_id,
            data=request.to_bytes(),
            addressee="assets",
            correlation_id=new_id(),
        )

    async def ask(self, request: Request) -> list[Any]:
        """The lines that name the request as their cause."""
        line = self.line(request)
        async with self.database.transaction() as transaction:
            await HANDLE(transaction, [line])
        answers = await self.caused_by(line)
        assert all(answer["correlation_id"] == line.correlation_id for answer in answers)
        return answers

    async def caused_by(self, line: JournalLine) -> list[Any]:
        return [one for one in await self.store.journal() if one["causation_id"] == line.id]

    async def refusal(self, request: Request) -> Any:
        """The code with which the request is refused; nothing else is said."""
        (line,) = await self.ask(request)
        assert (line["type"], line["version"], line["subject"]) == (
            "assets.request.refused.v1", 1, line["causation_id"])  # fmt: skip
        return orjson.loads(line["data"])["code"]

    async def person(self, status: str = "active") -> UUID:
        made = await self.store.made("/people", name="Ewa Lis", starts_on="2199-01-01")
        if status != "joining":
            await self.store.made(f"/people/{made['id']}/activate")
        if status == "leaving":
            await self.store.made(f"/people/{made['id']}/begin-leaving", last_day="2026-11-30")
        return UUID(made["id"])

    async def asset(self, state: str = "available") -> UUID:
        """A laptop in stock, ordered, kept for the process, in use, lent, or in service."""
        tag = f"NB-{new_id()}"
        if state == "ordered":
            (line,) = await self.ask(asked.OrderRequested(process_id=PROCESS, step="s", category="laptop"))
            return UUID(str(line["subject"]))
        asset = UUID((await self.store.made("/assets", tag=tag, category="laptop"))["id"])
        if state == "kept":
            await self.ask(asked.ReservationRequested(process_id=PROCESS, step="s", category="laptop"))
        if state in ("used", "lent", "serviced"):
            to = {"kind": "place", "name": "Sala 204"} if state == "used" else await self.named()
            await self.store.made(f"/assets/{asset}/{'loan' if state == 'lent' else 'hand-over'}", to=to)
        if state == "missing":
            await self.store.made(f"/assets/{asset}/report-missing", how="lost")
        if state == "serviced":
            await self.store.made(f"/assets/{asset}/send-to-service", reason="zalany")
        return asset

    async def named(self) -> Any:
        return {"kind": "person", "id": str(await self.person()), "name": "Ewa Lis"}


@pytest.fixture
def asking(store: Any, database: Database) -> Asking:
    return Asking(store, database)


ABOUT: dict[type[Request], tuple[str, dict[str, Any]]] = {
    asked.ReservationRequested: ("available", {"category": "laptop"}),
    asked.ReleaseRequested: ("kept", {}),
    asked.OrderRequested: ("available", {"category": "monitor", "description": "24 cale"}),
    asked.ReceiptRequested: ("ordered", {"serial_number": "SN-1"}),
    asked.HandOverRequested: ("kept", {"person_id": "active"}),
    asked.TakeBackRequested: ("used", {"to": "quarantine"}),
    asked.ServiceRequested: ("used", {"stage": "diagnosing", "reason": "zalany"}),
    asked.ServiceReturnRequested: ("serviced", {"outcome": "gotowe", "to": "holder"}),
    asked.LoanRequested: ("kept", {"person_id": "active"}),
    asked.LoanReturnRequested: ("lent", {"to": "available"}),
    asked.RetirementRequested: ("available", {"decision_id": DECISION}),
    asked.WriteOffRequested: ("missing", {"decision_id": DECISION}),
    asked.PersonRegistrationRequested: (
        "available", {"first_name": "Jan", "last_name": "Kot", "starts_on": date(2026, 12, 1)}),
    asked.PersonWithdrawalRequested: ("available", {"person_id": "joining"}),
    asked.PersonActivationRequested: ("available", {"person_id": "joining"}),
    asked.PersonDeactivationRequested: ("available", {"person_id": "active"}),
    asked.PersonNoticeRequested: ("available", {"person_id": "active", "last_day": date(2026, 11, 30)}),
    asked.PersonStayRequested: ("available", {"person_id": "leaving"}),
    asked.HoldingsReturnRequested: ("available", {"person_id": "active"}),
    asked.PersonLeavingRequested: ("available", {"person_id": "active", "left_on": date(2026, 11, 30)}),
}  # fmt: skip
"""Every kind of request -> the asset it is about, and what it says."""


async def fitting(asking: Asking, kind: Any, *, about_nobody: bool = False) -> Any:
    """A request of the kind that can be fulfilled, or one about a thing that is not there."""
    state, given = ABOUT[kind]
    fields = dict(given)
    if "asset_id" in kind.model_fields:
        fields["asset_id"] = NOBODY if about_nobody else await asking.asset(state)
    elif not about_nobody:
        await asking.asset(state)
    if "person_id" in kind.model_fields:
        fields["person_id"] = NOBODY if about_nobody else await asking.person(given["person_id"])
    if about_nobody and "manager_id" in kind.model_fields:
        fields["manager_id"] = NOBODY
    if about_nobody and "for_person_id" in kind.model_fields:
        fields["for_person_id"] = NOBODY
    return kind(process_id=PROCESS, step="s", **fields)


def test_every_kind_of_request_is_asked_here() -> None:
    assert set(ABOUT) == set(asked.REQUESTS)


@pytest.mark.parametrize("kind", ABOUT)
async def test_what_can_be_done_is_answered_by_its_event(asking: Asking, kind: Any) -> None:
    request = await fitting(asking, kind)

    lines = await asking.ask(request)

    assert [line["type"] for line in lines].count(kind.ANSWER) == 1
    assert {line["actor_side"] for line in lines} == {"system"}
    assert "assets.request.refused.v1" not in [line["type"] for line in lines]


@pytest.mark.parametrize("kind", ABOUT)
async def test_what_is_about_nobody_is_refused(asking: Asking, kind: Any) -> None:
    request = await fitting(asking, kind, about_nobody=True)

    assert await asking.refusal(request) == "assets.not_found"


@pytest.mark.parametrize("kind", [asked.HandOverRequested, asked.TakeBackRequested, asked.LoanRequested])
async def test_a_change_of_holder_for_a_process_is_recorded_with_it(asking: Asking, kind: Any) -> None:
    before = {one["id"] for one in await asking.store.states("handover")}
    request = await fitting(asking, kind)

    lines = await asking.ask(request)

    assert "assets.handover.recorded.v1" in [line["type"] for line in lines]
    records = [one for one in await asking.store.states("handover") if one["process_id"] == str(PROCESS)]
    assert len(records) == 1
    assert records[0]["id"] not in before


async def test_with_nothing_in_stock_a_reservation_is_refused(asking: Asking) -> None:
    request = asked.ReservationRequested(process_id=PROCESS, step="s", category="laptop")

    assert await asking.refusal(request) == "assets.none_available"


async def test_processes_that_reserve_at_once_never_get_the_same_asset(asking: Asking) -> None:
    for _ in range(4):
        await asking.asset()
    requests = [asked.ReservationRequested(process_id=new_id(), step="s", category="laptop") for _ in range(6)]

    answers = [lines[0] for lines in await asyncio.gather(*map(asking.ask, requests))]

    reserved = [one["subject"] for one in answers if one["type"] == "assets.asset.reserved.v1"]
    assert (len(reserved), len(set(reserved))) == (4, 4)
    assert sorted(one["type"] for one in answers)[4:] == ["assets.request.refused.v1"] * 2


async def test_nobody_is_refused_because_another_is_still_choosing(asking: Asking) -> None:
    await asking.asset()
    await asking.asset()
    first, second = (asking.line(asked.ReservationRequested(process_id=p, step="s", category="laptop"))
                     for p in (PROCESS, OTHER))  # fmt: skip

    async with asking.database.transaction() as open_transaction:
        await HANDLE(open_transaction, [first])
        waiting = asyncio.create_task(_handled(asking.database, second))
        await until(lambda: _somebody_waits(asking.database))
    await waiting

    answers = [*await asking.caused_by(first), *await asking.caused_by(second)]
    assert [line["type"] for line in answers] == ["assets.asset.reserved.v1"] * 2


async def _somebody_waits(database: Database) -> Any:
    async with database.transaction() as transaction:
        return await transaction.value(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
        )


async def _handled(database: Database, line: JournalLine) -> None:
    async with database.transaction() as transaction:
        await HANDLE(transaction, [line])


async def test_a_process_frees_only_what_is_kept_for_it(asking: Asking) -> None:
    asset = await asking.asset("kept")
    ask: Callable[[UUID], Any] = lambda p: asked.ReleaseRequested(process_id=p, step="s", asset_id=asset)  # noqa: E731

    await asking.ask(ask(OTHER))
    (kept,) = await asking.store.states("asset")
    await asking.ask(ask(PROCESS))
    (freed,) = await asking.store.states("asset")

    assert (kept["substate"], kept["process_id"]) == ("reserved", str(PROCESS))
    assert (freed["substate"], freed["process_id"]) == ("available", None)


async def test_what_is_received_for_a_process_is_kept_for_it_even_when_received_by_hand(asking: Asking) -> None:
    asset = await asking.asset("ordered")
    await asking.store.made(f"/assets/{asset}/receive", serial="SN-1")

    (line,) = await asking.ask(asked.ReceiptRequested(process_id=PROCESS, step="s", asset_id=asset))

    state = orjson.loads(line["data"])["state"]
    assert (line["type"], state["process_id"]) == ("assets.asset.received.v1", str(PROCESS))


def joins(**fields: Any) -> asked.PersonRegistrationRequested:
    fields = {"first_name": "Jan", "last_name": "Kot", "starts_on": date(2026, 12, 1), **fields}
    return asked.PersonRegistrationRequested(process_id=PROCESS, step="s", **fields)


async def test_who_is_known_already_does_not_join_again(asking: Asking) -> None:
    await asking.store.made("/people", name="Jan Kot", email="jan@example.com")

    assert await asking.refusal(joins(email="jan@example.com")) == "assets.person_already_known"


async def test_who_did_not_come_or_has_left_may_join_after_all(asking: Asking) -> None:
    request = joins(email="jan@example.com")
    (line,) = await asking.ask(request)
    await asking.ask(
        asked.PersonWithdrawalRequested(process_id=PROCESS, step="s", person_id=UUID(str(line["subject"])))
    )

    (again,) = await asking.ask(request)

    assert again["type"] == "assets.person.registered.v1"
    assert sorted(one["status"] for one in await asking.store.states("person")) == ["joining", "withdrawn"]


@pytest.mark.parametrize("wrong", [{"first_name": "", "last_name": ""}, {"job_title": "x" * 201}])
async def test_what_does_not_fit_is_refused_so_that_nobody_waits_for_ever(
    asking: Asking, wrong: dict[str, str]
) -> None:
    assert await asking.refusal(joins(**wrong)) == "http.not_valid"


async def test_everything_somebody_uses_comes_back_at_once_and_on_record(asking: Asking) -> None:
    ewa, jan = await asking.person(), await asking.person()
    to = {"kind": "person", "id": str(ewa), "name": "Ewa Lis"}
    used, lent, away, other = [await asking.asset("available") for _ in range(4)]
    for asset, whom, loan in (
        (used, to, False),
        (lent, to, True),
        (away, to, False),
        (other, {**to, "id": str(jan)}, False),
    ):
        await asking.store.made(f"/assets/{asset}/{'loan' if loan else 'hand-over'}", to=whom)
    await asking.store.made(f"/assets/{away}/send-to-service", reason="zalany", stage="at_vendor")

    lines = await asking.ask(asked.HoldingsReturnRequested(process_id=PROCESS, step="s", person_id=ewa))

    (said,) = [orjson.loads(line["data"]) for line in lines if line["type"] == "assets.person.gave_back.v1"]
    assert set(said["assets"]) == {str(used), str(lent)}
    where = {UUID(one["id"]): (one["status"], one["substate"]) for one in await asking.store.states("asset")}
    assert where[used] == where[lent] == ("in_stock", "quarantine")
    assert (where[away][0], where[other][0]) == ("in_service", "in_use")
    records = [one for one in await asking.store.states("handover") if one["process_id"] == str(PROCESS)]
    assert {UUID(one["asset_id"]) for one in records} == {used, lent}


def approved(client_id: UUID, asset: UUID, option: str, process: UUID = PROCESS) -> Any:
    """The client's word, as processes tell it: to retire it, or to keep it."""
    words = {"pl": "x", "en": "x"}
    free = {"amount": 0, "currency": "PLN"}
    permits = [{"move": "retire", "asset_id": str(asset)}]
    decision = {
        "id": str(new_id()), "client_id": str(client_id), "version": 2, "process_id": str(process), "step": "old_device",
        "about": words, "question": words, "status": "approved", "requested_at": "2026-03-02T09:00:00Z", "option": option,
        "options": [
            {"key": "retire", "title": words, "cost": free, "permits": permits},
            {"key": "keep", "title": words, "cost": free},
        ],
    }  # fmt: skip
    vote = {"by": {"id": str(NOBODY), "name": "Anna"}, "verdict": "approved", "at": NOW, "option": option}
    data = orjson.dumps({"state": decision, "vote": vote})
    return a_line(
        type=DecisionApproved.TYPE, source="processes", client_id=client_id, data=data, actor_side="client"
    ), (UUID(str(decision["id"])))


@pytest.mark.parametrize(("option", "status"), [("retire", 200), ("keep", 409)])
async def test_what_the_client_allowed_is_remembered_for_who_does_it_by_hand(
    asking: Asking, option: str, status: int
) -> None:
    asset = await asking.asset("available")
    line, decision = approved(asking.store.client_id, asset, option)

    async with asking.database.transaction() as transaction:
        await HANDLE(transaction, [line, line])

    assert (await asking.store.send(f"/assets/{asset}/retire", {"decision_id": str(decision)}))[0] == status


@pytest.mark.parametrize("first", ["the approval", "the end"])
@pytest.mark.parametrize("over", [CompensationStarted, ProcessCompleted])
async def test_what_a_process_did_not_do_is_not_allowed_once_it_is_over(asking: Asking, first: str, over: Any) -> None:
    asset, process = await asking.asset("available"), new_id()
    line, decision = approved(asking.store.client_id, asset, "retire", process)
    end = a_line(process, type=over.TYPE, source="processes", client_id=asking.store.client_id, data=b"{}")

    for one in (line, end) if first == "the approval" else (end, line):
        async with asking.database.transaction() as transaction:
            await HANDLE(transaction, [one])

    status, problem = await asking.store.send(f"/assets/{asset}/retire", {"decision_id": str(decision)})
    assert (status, problem["code"]) == (409, "assets.decision_not_approved")


async def test_nobody_retires_once_more_by_a_decision_that_is_heard_of_after_its_process_did_it(asking: Asking) -> None:
    asset = await asking.asset("available")
    line, decision = approved(asking.store.client_id, asset, "retire")
    await asking.ask(asked.RetirementRequested(process_id=PROCESS, step="s", asset_id=asset, decision_id=decision))
    async with asking.database.transaction() as transaction:
        await HANDLE(transaction, [line])
    await asking.store.made(f"/assets/{asset}/report-missing", how="lost")
    await asking.store.made(f"/assets/{asset}/find")

    status, problem = await asking.store.send(f"/assets/{asset}/retire", {"decision_id": str(decision)})

    assert (status, problem["code"]) == (409, "assets.decision_not_approved")


async def test_a_process_is_told_of_what_was_retired_by_hand_by_its_decision(asking: Asking) -> None:
    asset = await asking.asset("available")
    decision = await asking.store.allowed("retire", asset)
    await asking.store.made(f"/assets/{asset}/retire", decision_id=decision)
    about = {"process_id": PROCESS, "step": "s", "asset_id": asset}

    lines = await asking.ask(asked.RetirementRequested(**about, decision_id=UUID(decision)))

    assert [line["type"] for line in lines] == ["assets.asset.retired.v1"]
    assert await asking.refusal(asked.RetirementRequested(**about, decision_id=new_id())) == "assets.illegal_move"


async def test_only_what_is_missing_is_written_off(asking: Asking) -> None:
    asset = await asking.asset("available")
    request = asked.WriteOffRequested(process_id=PROCESS, step="s", asset_id=asset, decision_id=new_id())

    assert await asking.refusal(request) == "assets.illegal_move"


async def test_a_second_offboarding_does_not_undo_the_first(asking: Asking) -> None:
    person, second = await asking.person("active"), new_id()
    last_day = date(2026, 11, 30)
    await asking.ask(asked.PersonNoticeRequested(process_id=PROCESS, step="s", person_id=person, last_day=last_day))

    again = await asking.refusal(
        asked.PersonNoticeRequested(process_id=second, step="s", person_id=person, last_day=last_day)
    )
    moved = await asking.ask(
        asked.PersonNoticeRequested(process_id=PROCESS, step="s", person_id=person, last_day=date(2026, 12, 31))
    )

    stays = await asking.ask(asked.PersonStayRequested(process_id=second, step="s", person_id=person))
    (still,) = [one for one in await asking.store.states("person") if one["id"] == str(person)]

    assert again == "assets.leaving_already"
    assert [line["type"] for line in stays] == ["assets.person.stays.v1"]
    assert (still["status"], still["last_day"]) == ("leaving", "2026-12-31")
    assert [line["type"] for line in moved] == ["assets.person.leaving_began.v1"]


async def test_who_left_is_registered_anew_by_a_form_and_left_alone_by_an_import(asking: Asking) -> None:
    made = await asking.store.made("/people", name="Ewa Lis", email="ewa@example.org")
    await asking.store.made(f"/people/{made['id']}/leave", last_day="2026-10-30")
    body = {"name": "Ewa Lis", "email": "ewa@example.org"}

    imported = await asking.store.send("/people", body)
    again = await asking.store.send("/people", body, **{"If-None-Match": "*"})

    assert (imported[0], imported[1]["id"], imported[1]["status"]) == (200, made["id"], "left")
    assert (again[0], again[1]["status"]) == (201, "active")
    assert again[1]["id"] != made["id"]


async def test_who_still_holds_something_has_not_left(asking: Asking) -> None:
    to = await asking.named()
    await asking.store.made("/assets", tag="NB-1", holder=to)
    leaving = {"person_id": UUID(to["id"]), "left_on": date(2026, 11, 30)}

    code = await asking.refusal(asked.PersonLeavingRequested(process_id=PROCESS, step="s", **leaving))

    assert code == "assets.person_still_holds"


@pytest.mark.parametrize("next_one", [[], [asked.OrderRequested(process_id=OTHER, step="s", category="laptop")]])
async def test_a_request_that_could_not_be_saved_is_not_answered_by_half(
    asking: Asking, unwritable: Any, next_one: list[Request]
) -> None:
    asset = await asking.asset("ordered")
    receipt = asked.ReceiptRequested(process_id=PROCESS, step="s", asset_id=asset)
    lines = [asking.line(request) for request in (receipt, *next_one)]

    async with unwritable(asset):
        with pytest.raises(Refusal, match=r"http\.version_is_another"):
            async with asking.database.transaction() as transaction:
                await HANDLE(transaction, lines)

    assert [await asking.caused_by(line) for line in lines] == [[] for _ in lines]
    assert [one["status"] for one in await asking.store.states("asset")] == ["ordered"]


async def test_a_refusal_after_something_was_saved_undoes_it(asking: Asking) -> None:
    context = context_of(asking.line(asked.OrderRequested(process_id=PROCESS, step="s", category="laptop")), NOW)

    async def order_and_refuse(transaction: Transaction) -> None:
        await order_asset(transaction, context, OrderAsset(category="laptop"), process_id=PROCESS)
        raise Refusal("assets.none_available")

    with pytest.raises(Refusal, match=r"assets\.none_available"):
        async with asking.database.transaction(asking.store.client_id) as transaction:
            await answer(transaction, context, order_and_refuse(transaction))

    assert (await asking.store.journal(), await asking.store.states("asset")) == ([], [])


async def test_a_request_delivered_again_does_nothing_twice(asking: Asking) -> None:
    line = asking.line(asked.OrderRequested(process_id=PROCESS, step="s", category="laptop"))
    line = JournalLine(**{**{name: getattr(line, name) for name in line.__slots__}, "generation": str(new_id())})
    async with asking.database.transaction() as transaction:
        await transaction.execute(ADDING_MARK, line.source, line.generation, line.shard)
    inboxes = [Inbox(asking.database.transaction, HANDLE) for _ in range(3)]

    await asyncio.gather(*(inbox.apply([line], "kafka") for inbox in inboxes))
    await inboxes[0].apply([line], "feed")

    assert [one["type"] for one in await asking.caused_by(line)] == ["assets.asset.ordered.v1"]
    assert len(await asking.store.states("asset")) == 1


async def test_requests_of_several_clients_in_one_batch_stay_apart(asking: Asking) -> None:
    other = Asking(asking.store.of(new_id()), asking.database)
    request = asked.OrderRequested(process_id=PROCESS, step="s", category="laptop")

    async with asking.database.transaction() as transaction:
        await HANDLE(transaction, [one.line(request) for one in (asking, other, asking)])

    assert len(await asking.store.states("asset")) == 2
    assert len(await other.store.states("asset")) == 1
