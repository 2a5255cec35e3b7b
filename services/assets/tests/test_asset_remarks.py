"""What people remark with a move stands in the history, whatever the move; and what HTTP offers beside."""

from typing import Any
from uuid import UUID

import orjson
import pytest
from chassis.domain.actor import Actor
from chassis.identifiers import new_id

ADAM = Actor("client", "Adam", UUID(int=3), frozenset({"administrator"}))
NOTE = "z ładowarką; rysa na klapie"
ROOM = {"kind": "place", "name": "Sala 204"}
LIFE: dict[str, list[tuple[str, dict[str, Any]]]] = {
    "ordered": [],
    "received": [("receive", {})],
    "in stock": [("receive", {}), ("stock", {})],
    "in use": [("receive", {}), ("hand-over", {"to": ROOM})],
    "lent": [("receive", {}), ("stock", {}), ("loan", {"to": ROOM})],
    "on its way": [("receive", {}), ("stock", {}), ("send", {"to": "to_stock"})],
    "lost": [("report-missing", {"how": "lost"})],
}
"""How an ordered asset comes to where a move begins."""
NOTED: list[tuple[str, str, dict[str, Any]]] = [
    ("ordered", "receive", {}),
    ("received", "stock", {}),
    ("on its way", "stock", {}),
    ("ordered", "release", {}),
    ("in stock", "prepare", {}),
    ("in stock", "send", {"to": "to_user"}),
    ("in stock", "hand-over", {"to": ROOM}),
    ("in stock", "loan", {"to": ROOM}),
    ("in use", "take-back", {}),
    ("lent", "return-loan", {}),
    ("in stock", "report-missing", {"how": "stolen"}),
    ("lost", "find", {}),
    ("lost", "end", {"how": "disposed"}),
]
"""Every command on an asset that takes a note, and where it begins."""


async def an_asset(store: Any, at: str) -> str:
    asset = await store.made("/assets/orders", category="laptop")
    for move, body in LIFE[at]:
        await store.made(f"/assets/{asset['id']}/{move}", **body)
    return str(asset["id"])


async def last_event(store: Any, kind: str = "asset.%") -> Any:
    return orjson.loads((await store.journal(kind))[-1]["data"])


@pytest.mark.parametrize(("at", "move", "body"), NOTED)
async def test_a_note_given_with_a_move_is_in_the_history(store: Any, at: str, move: str, body: dict[str, Any]) -> None:
    asset = await an_asset(store, at)
    decision = {"decision_id": await store.allowed("end", asset)} if move == "end" else {}

    await store.made(f"/assets/{asset}/{move}", **body, **decision, note=NOTE)

    assert (await last_event(store))["note"] == NOTE


async def test_what_was_found_out_in_service_stays_in_the_history(store: Any) -> None:
    asset = await an_asset(store, "in use")
    said = {"reason": "nie działa", "vendor": "Naprawy", "diagnosis": "bateria"}

    await store.made(f"/assets/{asset}/send-to-service", **said, stage="at_vendor")

    event = await last_event(store)
    assert {name: event[name] for name in said} == said


@pytest.mark.parametrize("path", ["/assets", "/assets/requests", "/assets/orders"])
async def test_a_note_given_with_a_new_asset_is_in_its_history(store: Any, path: str) -> None:
    await store.made(path, **({"tag": "NB-1"} if path == "/assets" else {"category": "laptop"}), note=NOTE)

    assert (await last_event(store))["note"] == NOTE


async def test_a_note_that_replaces_another_leaves_both_in_the_history(store: Any) -> None:
    asset = await store.made("/assets", tag="NB-1", note="pierwsza")

    await store.send(f"/assets/{asset['id']}", {"note": "druga"}, method="PATCH")

    said = [orjson.loads(line["data"])["note"] for line in await store.journal("asset.%")]
    assert said == ["pierwsza", "druga"]


@pytest.mark.parametrize("move", ["activate", "withdraw"])
async def test_a_note_about_a_person_is_in_their_history(store: Any, move: str) -> None:
    person = await store.made("/people", name="Ewa Lis", starts_on="2199-01-01")

    await store.made(f"/people/{person['id']}/{move}", note=NOTE)

    assert (await last_event(store, "person.%"))["note"] == NOTE


async def test_the_condition_is_on_the_asset_and_the_record_and_the_note_is_kept_too(store: Any) -> None:
    asset = await an_asset(store, "in use")

    returned = await store.made(f"/assets/{asset}/take-back", condition="rysa", note=NOTE)

    records = {record["kind"]: record["condition"] for record in await store.states("handover")}
    assert (returned["condition"], records["return"], (await last_event(store))["note"]) == ("rysa", "rysa", NOTE)


async def test_what_is_asked_for_is_ordered_next(store: Any) -> None:
    status, asked = await store.send("/assets/requests", {"category": "monitor"}, ADAM)

    ordered = await store.made(f"/assets/{asked['id']}/order", note=NOTE)

    assert (status, asked["status"], asked["next_move"]["asks"]) == (201, "requested", "order")
    assert (ordered["status"], (await last_event(store))["note"]) == ("ordered", NOTE)


async def test_what_is_reserved_is_kept_for_the_person_and_the_note_with_it(store: Any) -> None:
    person = await store.made("/people", name="Ewa Lis")
    asset = await an_asset(store, "in stock")

    kept = await store.made(f"/assets/{asset}/reserve", for_person_id=person["id"], note=NOTE)

    assert (kept["substate"], kept["reserved_for"]) == ("reserved", {"id": person["id"], "name": "Ewa Lis"})
    assert (await last_event(store))["note"] == NOTE


async def test_nothing_is_reserved_for_who_has_left_or_is_not_there(store: Any) -> None:
    person = await store.made("/people", name="Ewa Lis")
    await store.made(f"/people/{person['id']}/leave", last_day="2026-11-30")
    asset = await an_asset(store, "in stock")

    answers = [
        await store.send(f"/assets/{asset}/reserve", {"for_person_id": whom}) for whom in (person["id"], str(new_id()))
    ]

    assert [(status, problem["code"]) for status, problem in answers] == [
        (409, "assets.person_has_left"), (404, "assets.not_found")]  # fmt: skip


async def test_what_is_lent_in_place_of_another_says_so(store: Any) -> None:
    lender, broken = await an_asset(store, "in stock"), await an_asset(store, "in use")

    lent = await store.made(f"/assets/{lender}/loan", to=ROOM, for_asset_id=broken)

    assert (lent["substate"], lent["loan"]) == ("loan", True)
    assert broken in {orjson.loads(line["data"]).get("for_asset_id") for line in await store.journal("asset.loaned%")}


@pytest.mark.parametrize(
    ("way", "then", "body", "status"),
    [
        ("to_user", "hand-over", {"to": ROOM}, "in_use"),
        ("to_stock", "stock", {}, "in_stock"),
        ("to_vendor", "send-to-service", {"reason": "zalany"}, "in_service"),
    ],
)
async def test_what_is_sent_arrives(store: Any, way: str, then: str, body: dict[str, Any], status: str) -> None:
    asset = await an_asset(store, "in stock")

    sent = await store.made(f"/assets/{asset}/send", to=way)
    arrived = await store.made(f"/assets/{asset}/{then}", **body)

    assert (sent["status"], sent["substate"], arrived["status"]) == ("in_transit", way, status)


@pytest.mark.parametrize("move", ["reserve", "send", "loan", "order"])
async def test_the_clients_people_move_no_hardware(store: Any, move: str) -> None:
    person = await store.made("/people", name="Ewa Lis")
    asset = await an_asset(store, "in stock")
    bodies = {"reserve": {"for_person_id": person["id"]}, "send": {"to": "to_user"}, "loan": {"to": ROOM}}

    status, problem = await store.send(f"/assets/{asset}/{move}", bodies.get(move, {}), ADAM)

    assert (status, problem["code"]) == (403, "assets.not_your_move")
