"""Commands over HTTP on a real database: rows, journal, hand-over records, sides and clients."""

import asyncio
from typing import Any
from uuid import UUID

import orjson
import pytest
from chassis.database import Database
from chassis.domain.actor import Actor
from chassis.identifiers import new_id
from contracts.assets.state import Asset as PublicAsset

ANNA = Actor("client", "Anna", UUID(int=1), frozenset({"requester"}))
ADAM = Actor("client", "Adam", UUID(int=3), frozenset({"administrator"}))
MODEL = {"manufacturer": "Lenovo", "name": "ThinkPad T14", "category": "laptop", "stores_data": True}
PERSON = {"name": "Ewa Lis", "email": "ewa@example.com", "external_key": "k-1"}


async def a_person(store: Any, **fields: Any) -> Any:
    return await store.made("/people", **{"name": "Ewa Lis", **fields})


def to(person: Any) -> Any:
    return {"kind": "person", "id": person["id"], "name": person["name"]}


async def test_a_registered_asset_is_answered_as_the_contract_says(store: Any) -> None:
    model = await store.made("/models", **MODEL)

    asset = PublicAsset.model_validate(await store.made("/assets", tag="NB-1", model_id=model["id"]))

    assert (asset.status, asset.substate, asset.version, asset.tag) == ("in_stock", "available", 1, "NB-1")
    assert (asset.name, asset.category, asset.stores_data) == ("Lenovo ThinkPad T14", "laptop", True)
    assert (asset.moves["hand_over"], asset.missing) == (["provider", "system"], {})


@pytest.mark.parametrize(
    ("path", "body"), [("/models", MODEL), ("/people", PERSON), ("/assets", {"tag": "NB-1", "note": "stary"})]
)
async def test_registered_twice_nothing_changes(store: Any, path: str, body: Any) -> None:
    first = await store.send(path, body)

    second = await store.send(path, body)

    assert (first[0], second[0]) == (201, 200)
    assert first[1] == second[1]
    assert len(await store.journal()) == 1


@pytest.mark.parametrize(("path", "body"), [("/models", MODEL), ("/people", PERSON), ("/assets", {"tag": "NB-1"})])
async def test_a_repeated_registration_is_answered_as_the_first(store: Any, path: str, body: Any) -> None:
    answers = [await store.send(path, body, idempotency_key="k") for _ in range(2)]

    assert answers[0] == answers[1]
    assert answers[0][0] == 201


async def test_registered_again_only_what_is_named_changes(store: Any) -> None:
    await store.made("/assets", tag="NB-1", serial="SN-1", note="stary", category="laptop")

    again = await store.made("/assets", tag="NB-1", note="nowy")

    assert (again["serial"], again["note"], again["category"], again["version"]) == ("SN-1", "nowy", "laptop", 2)


async def test_who_has_left_may_be_registered_again_unchanged(store: Any) -> None:
    person = await store.made("/people", **PERSON)
    await store.send(f"/people/{person['id']}/leave", {"last_day": "2026-11-30"})

    unchanged = await store.send("/people", PERSON)
    changed = await store.send("/people", PERSON | {"name": "Ewa Nowak"})

    assert (unchanged[0], unchanged[1]["status"]) == (200, "left")
    assert (changed[0], changed[1]["code"]) == (409, "assets.illegal_move")


async def test_the_same_tag_at_once_is_one_asset(store: Any) -> None:
    answers = await asyncio.gather(*(store.send("/assets", {"tag": "NB-1"}) for _ in range(6)))

    assert {status for status, _ in answers} <= {200, 201, 409}
    assert len(await store.states("asset")) == 1


@pytest.mark.parametrize(("category", "stores"), [("laptop", True), ("phone", True), ("monitor", False)])
async def test_without_a_model_the_category_says_whether_it_stores_data(
    store: Any, category: str, stores: bool
) -> None:
    assert (await store.made("/assets", tag="X-1", category=category))["stores_data"] is stores


@pytest.mark.parametrize("by", ["provider", "administrator"])
async def test_registered_in_somebodys_hands_it_is_in_use_with_a_record(store: Any, by: str) -> None:
    person = await a_person(store)
    actor = {"by": ADAM} if by == "administrator" else {}

    status, asset = await store.send("/assets", {"tag": "NB-1", "holder": to(person)}, **actor)

    assert (status, asset["status"], asset["holder"]["id"]) == (201, "in_use", person["id"])
    (record,) = await store.states("handover")
    assert (record["kind"], record["to_holder"]["id"]) == ("handover", person["id"])


async def test_who_had_it_before_it_was_registered_is_a_fact_and_waits_for_nobody(store: Any) -> None:
    person = await a_person(store)
    await store.send("/assets", {"tag": "NB-1", "holder": to(person)})
    (record,) = await store.states("handover")

    assert (record["next_move"], record["established"], record["accepted_by"]) == (None, True, record["by"])
    assert record["accepted_at"] == record["at"]
    status, problem = await store.send(f"/handovers/{record['id']}/accept", by=ADAM)
    assert (status, problem["code"]) == (409, "assets.already_accepted")


async def test_registered_again_it_changes_hands_by_a_hand_over_only(store: Any) -> None:
    person, other = await a_person(store), await a_person(store, name="Ewa Lis", email="ewa@example.org")
    await store.send("/assets", {"tag": "NB-1", "holder": to(person)})
    _, asset = await store.send("/assets", {"tag": "NB-1", "holder": to(other)})
    await store.made(f"/assets/{asset['id']}/hand-over", to=to(other))

    waiting = [one for one in await store.states("handover") if one["next_move"]]
    assert asset["holder"]["id"] == person["id"]
    assert [one["next_move"]["person"]["id"] for one in waiting] == [other["id"]]


async def test_a_hand_over_and_its_record_are_written_together(store: Any, database: Database) -> None:
    person, asset = await a_person(store), await store.made("/assets", tag="NB-1")

    await store.made(f"/assets/{asset['id']}/hand-over", to=to(person), note="z ładowarką")

    lines = await store.journal("%handed_over%") + await store.journal("handover.%")
    async with database.transaction(store.client_id) as transaction:
        rows = await transaction.rows("SELECT xmin::text AS made FROM handover UNION SELECT xmin::text FROM asset")
    assert len({row["made"] for row in rows}) == 1
    assert [line["type"] for line in lines] == ["assets.asset.handed_over.v1", "assets.handover.recorded.v1"]
    state = orjson.loads(lines[1]["data"])["state"]
    assert (state["asset_id"], state["condition"]) == (asset["id"], "z ładowarką")


async def test_what_came_back_leaves_two_records_and_who_got_it_says_so_once(store: Any) -> None:
    person, asset = await a_person(store), await store.made("/assets", tag="NB-1")
    path = f"/assets/{asset['id']}"
    await store.made(f"{path}/hand-over", to=to(person))
    (record,) = await store.states("handover")

    answers = [await store.send(f"/handovers/{record['id']}/accept", by=by) for by in (ADAM, ADAM)]
    provider = await store.send(f"/handovers/{record['id']}/accept")
    await store.made(f"{path}/take-back", to="quarantine")

    assert [status for status, _ in [*answers, provider]] == [200, 409, 403]
    assert sorted(one["kind"] for one in await store.states("handover")) == ["handover", "return"]


async def test_a_refused_hand_over_writes_nothing(store: Any) -> None:
    person, asset = await a_person(store), await store.made("/assets", tag="NB-1")
    await store.made(f"/people/{person['id']}/leave", last_day="2026-11-30")
    before = len(await store.journal())

    status, problem = await store.send(f"/assets/{asset['id']}/hand-over", {"to": to(person)})

    assert (status, problem["code"]) == (409, "assets.person_has_left")
    assert len(await store.journal()) == before
    assert await store.states("handover") == []


async def test_nobody_leaves_with_something_in_their_hands(store: Any) -> None:
    person = await a_person(store)
    await store.made("/assets", tag="NB-1", holder=to(person))

    status, problem = await store.send(f"/people/{person['id']}/leave", {"last_day": "2026-11-30"})

    assert (status, problem["code"], problem["facts"]["holds"]) == (409, "assets.person_still_holds", 1)


async def test_leaving_and_being_given_something_at_once_never_both_happen(store: Any) -> None:
    for number in range(5):
        person, asset = await a_person(store), await store.made("/assets", tag=f"NB-{number}")

        await asyncio.gather(
            store.send(f"/people/{person['id']}/leave", {"last_day": "2026-11-30"}),
            store.send(f"/assets/{asset['id']}/hand-over", {"to": to(person)}),
        )

    left = {person["id"] for person in await store.states("person") if person["status"] == "left"}
    assert not left & {asset["holder"]["id"] for asset in await store.states("asset") if asset["holder"]}


async def test_an_asset_lives_from_order_to_its_end(store: Any) -> None:
    person = await a_person(store)
    ordered = await store.made("/assets/orders", category="laptop", for_person_id=person["id"])
    moves: list[tuple[str, Any]] = [
        ("receive", {"serial": "SN-1"}),
        ("stock", {}),
        ("prepare", {}),
        ("hand-over", {"to": to(person)}),
        ("send-to-service", {"reason": "zalany", "stage": "at_vendor"}),
        ("return-from-service", {"cost": {"amount": 45000, "currency": "PLN"}}),
        ("take-back", {}),
        ("retire", {"decision_id": await store.allowed("retire", ordered["id"])}),
        ("wipe", {"evidence": "protokół 7"}),
        ("end", {"how": "sold"}),
    ]

    answers = [await store.send(f"/assets/{ordered['id']}/{move}", body) for move, body in moves]

    assert [status for status, _ in answers] == [200] * len(moves)
    assert (answers[-1][1]["status"], answers[-1][1]["substate"], answers[-1][1]["moves"]) == ("gone", "sold", {})
    versions = [line["version"] for line in await store.journal("asset.%")]
    assert versions == list(range(1, len(moves) + 2))


@pytest.mark.parametrize(
    ("path", "body", "other"),
    [
        ("/assets", {"tag": "NB-1"}, {"name": "other"}),
        ("/people", {"name": "Anna", "email": "anna@firma.pl"}, {"department": "other"}),
        ("/models", {"manufacturer": "Dell", "name": "Latitude"}, {"lifetime_months": 12}),
    ],
)
async def test_what_is_to_be_new_changes_nothing_that_is_there(store: Any, path: str, body: Any, other: Any) -> None:
    new = {"If-None-Match": "*"}
    made, _ = await store.send(path, body, **new)

    status, problem = await store.send(path, {**body, **other}, **new)

    assert (made, status, problem["code"]) == (201, 412, "assets.already_known")
    assert len(await store.journal()) == 1
    assert (await store.send(path, {**body, **other}))[0] == 200


@pytest.mark.parametrize("allowed", ["nothing", "to another client", "another asset", "another move"])
async def test_what_a_decision_does_not_allow_retires_and_writes_off_nothing(store: Any, allowed: str) -> None:
    kept, lost = await store.made("/assets", tag="NB-1"), await store.made("/assets", tag="NB-2")
    await store.made(f"/assets/{lost['id']}/report-missing", how="lost")
    told = store.of(new_id()) if allowed == "to another client" else store
    asset = [new_id(), new_id()] if allowed in ("nothing", "another asset") else [kept["id"], lost["id"]]
    moves = ["end", "retire"] if allowed == "another move" else ["retire", "end"]
    by = [str(new_id()) if allowed == "nothing" else await told.allowed(*one) for one in zip(moves, asset, strict=True)]

    retired = await store.send(f"/assets/{kept['id']}/retire", {"decision_id": by[0]})
    ended = await store.send(f"/assets/{lost['id']}/end", {"how": "disposed", "decision_id": by[1]})

    for status, problem in (retired, ended):
        assert (status, problem["code"]) == (409, "assets.decision_not_approved")
    assert {one["status"] for one in await store.states("asset")} == {"in_stock", "missing"}


async def test_a_decision_retires_what_it_is_about_once(store: Any) -> None:
    asset = await store.made("/assets", tag="NB-1")
    decision = {"decision_id": await store.allowed("retire", asset["id"])}

    await store.made(f"/assets/{asset['id']}/retire", **decision)
    await store.made(f"/assets/{asset['id']}/report-missing", how="lost")
    await store.made(f"/assets/{asset['id']}/find")
    status, problem = await store.send(f"/assets/{asset['id']}/retire", decision)

    assert (status, problem["code"]) == (409, "assets.decision_not_approved")


async def test_nothing_is_ordered_for_who_has_left(store: Any) -> None:
    person = await a_person(store)
    await store.made(f"/people/{person['id']}/leave", last_day="2026-11-30")

    status, problem = await store.send("/assets/orders", {"category": "laptop", "for_person_id": person["id"]})

    assert (status, problem["code"]) == (409, "assets.person_has_left")


async def test_ordered_at_once_everything_has_a_tag_of_its_own(store: Any) -> None:
    await store.made("/assets", tag="A-3")

    ordered = await asyncio.gather(*(store.made("/assets/orders", category="monitor") for _ in range(8)))

    assert len({one["tag"] for one in ordered} | {"A-3"}) == 9


async def test_an_illegal_move_says_what_is_allowed(store: Any) -> None:
    asset = await store.made("/assets", tag="NB-1")

    status, problem = await store.send(f"/assets/{asset['id']}/end", {"how": "sold"})

    assert (status, problem["code"], problem["facts"]["from"]) == (409, "assets.illegal_move", "in_stock.available")
    assert problem["facts"]["allowed"] == list(asset["moves"])


@pytest.mark.parametrize(("by", "expected"), [(ANNA, 403), (ADAM, 200)])
async def test_of_the_client_only_administrators_keep_records(store: Any, by: Actor, expected: int) -> None:
    asset = await store.made("/assets", tag="NB-1")

    changed, _ = await store.send(f"/assets/{asset['id']}", {"note": "x"}, by, "PATCH")
    registered, _ = await store.send("/assets", {"tag": "NB-1", "note": "y"}, by)

    assert (changed, registered) == (expected, expected)


async def test_a_stale_version_is_refused(store: Any) -> None:
    asset = await store.made("/assets", tag="NB-1")
    await store.made(f"/assets/{asset['id']}/prepare")

    status, problem = await store.send(f"/assets/{asset['id']}/release", {}, if_match='"1"')

    assert (status, problem["code"]) == (412, "http.version_is_another")


async def test_a_repeated_key_hands_over_once(store: Any) -> None:
    person, asset = await a_person(store), await store.made("/assets", tag="NB-1")
    path, body = f"/assets/{asset['id']}/hand-over", {"to": to(person)}

    answers = await asyncio.gather(*(store.send(path, body, idempotency_key="k") for _ in range(3)))

    assert all(answer == answers[0] for answer in answers)
    assert len(await store.states("handover")) == 1


async def test_nothing_of_another_client_can_be_found_or_given(store: Any) -> None:
    person, asset = await a_person(store), await store.made("/assets", tag="NB-1")
    other = store.of(new_id())
    theirs = await other.made("/assets", tag="NB-1")

    foreign = await other.send(f"/assets/{asset['id']}/prepare", {})
    given = await other.send(f"/assets/{theirs['id']}/hand-over", {"to": to(person)})

    assert [(status, problem["code"]) for status, problem in (foreign, given)] == [(404, "assets.not_found")] * 2
    assert theirs["id"] != asset["id"]


async def test_every_table_with_a_client_is_closed_to_other_clients(database: Database) -> None:
    async with database.system_transaction() as transaction:
        tables = await transaction.rows(
            """SELECT c.relname AS name, c.relrowsecurity AND c.relforcerowsecurity AS forced
            FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
            WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace AND a.attname = 'client_id'"""
        )

    expected = {
        "model",
        "person",
        "asset",
        "handover",
        "asset_number",
        "permit",
        "ended_process",
        "journal",
        "parked",
    }
    assert {row["name"] for row in tables} == expected
    assert all(row["forced"] for row in tables)


@pytest.mark.parametrize("table", ["model", "person", "asset", "handover"])
async def test_a_transaction_of_another_client_sees_no_row(store: Any, database: Database, table: str) -> None:
    await store.made("/models", **MODEL)
    await store.made("/assets", tag="NB-1", holder=to(await a_person(store)))

    async with database.transaction(new_id()) as transaction:
        assert await transaction.value(f"SELECT count(*) FROM {table}") == 0
    assert len(await store.states(table)) == 1
