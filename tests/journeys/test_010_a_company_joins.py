"""Journey 010: a company joins, its people and hardware come in from files, and nobody else sees any of it."""

import asyncio
from datetime import UTC, datetime, timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from testkit.api_users import GatewayApi, Refused


async def test_an_administrator_registers_a_company_and_gives_its_people_accounts(gateway_api: GatewayApi) -> None:
    company = await gateway_api.company("Nowa Firma")
    anna = await company.member("Anna Nowak", "administrator")

    seen = await anna.one("/clients")

    assert seen["name"] == company.client["name"]
    assert (await anna.get("/clients"))["total"] == 1


async def test_a_company_whose_registration_is_sent_again_joins_once(gateway_api: GatewayApi) -> None:
    administrator, key = await gateway_api.administrator(), str(uuid4())
    body = {"name": f"Raz {key[:8]}"}

    first, again = [await administrator.post("/clients", body, key=key) for _ in "12"]
    with pytest.raises(Refused) as other_key:
        await administrator.post("/clients", body)
    with pytest.raises(Refused) as other_body:
        await administrator.post("/clients", {"name": "Inna"}, key=key)

    assert first == again
    assert (other_key.value.code, other_body.value.code) == ("http.already_there", "http.key_reused")


async def test_a_company_abroad_has_its_own_country_and_changes_it(gateway_api: GatewayApi) -> None:
    administrator, name = await gateway_api.administrator(), f"Mühle {uuid4().hex[:8]}"
    abroad = {"name": name, "time_zone": "Europe/Berlin", "currency": "EUR", "country": "DE", "region": "BY"}
    mill = await administrator.post("/clients", abroad)
    path = f"/clients/{mill['id']}"

    with pytest.raises(Refused) as country:
        await administrator.post("/clients", {**abroad, "name": f"{name} 2", "country": "XX"})
    with pytest.raises(Refused) as region:
        await administrator.post(path, {"region": "XY"}, method="PATCH")
    elsewhere = await administrator.post(path, {"region": "BE"}, method="PATCH")
    moved = await administrator.post(path, {"country": "AT", "time_zone": "Europe/Vienna"}, method="PATCH")

    assert {field: mill[field] for field in abroad} == abroad
    assert (country.value.code, region.value.code) == ("gateway.country_unknown", "gateway.region_unknown")
    assert (elsewhere["country"], elsewhere["region"], elsewhere["name"]) == ("DE", "BE", name)
    assert (moved["country"], moved["region"], moved["currency"], moved["version"]) == ("AT", None, "EUR", 3)
    await administrator.until(path, lambda now: now["version"] == 3)


async def test_what_a_company_must_accept_is_due_by_its_own_calendar(gateway_api: GatewayApi) -> None:
    company = await gateway_api.company("New York")
    moved = {"time_zone": "America/New_York", "country": "US"}
    await company.administrator.post(f"/clients/{company.client['id']}", moved, method="PATCH")
    anna, tomek = await company.member("Anna Nowak", "requester"), await company.technician("Tomek Technik")

    async def due() -> datetime:
        ticket = await anna.post("/tickets", {"title": "Printer"})
        await tomek.post(f"/tickets/{ticket['id']}/work")
        resolved = await tomek.post(f"/tickets/{ticket['id']}/resolve", {"resolution": "Toner"})
        return datetime.fromisoformat(resolved["next_move"]["due_at"]).astimezone(ZoneInfo("America/New_York"))

    for _ in range(50):
        if (found := await due()).hour == 17:
            break
        await asyncio.sleep(0.2)
    assert (found.hour, found.minute) == (17, 0)
    assert found - datetime.now(UTC) > timedelta(days=11)


async def test_people_and_hardware_registered_again_change_nothing(gateway_api: GatewayApi) -> None:
    company = await gateway_api.company("Dwa Razy")
    keeper = await company.technician("Karol Koordynator", "coordinator")
    person = {"name": "Jan Kowalski", "email": "jan@example.org", "department": "Księgowość"}
    asset = {"tag": "NB-7", "serial": "SN7", "name": "ThinkPad"}

    first = [await keeper.post("/people", person), await keeper.post("/assets", asset)]
    again = [await keeper.post("/people", person), await keeper.post("/assets", asset)]

    assert [one["id"] for one in first] == [one["id"] for one in again]
    assert [one["version"] for one in again] == [one["version"] for one in first]


async def test_hardware_with_a_holder_is_in_use_and_the_card_of_the_person_links_it(gateway_api: GatewayApi) -> None:
    company = await gateway_api.company("Karty")
    keeper = await company.technician("Karol Koordynator", "coordinator")
    jan = await keeper.post("/people", {"name": "Jan Kowalski", "email": "jan@example.org"})

    holder = {"kind": "person", "id": jan["id"], "name": "Jan"}
    laptop = await keeper.post("/assets", {"tag": "NB-8", "name": "ThinkPad", "holder": holder})
    card = await keeper.until(
        f"/people/{jan['id']}", lambda now: any(one["id"] == laptop["id"] for one in now["links"])
    )

    assert laptop["status"] == "in_use"
    assert [one["title"] for one in card["links"] if one["kind"] == "asset"] == ["ThinkPad"]


async def test_a_person_who_still_holds_something_cannot_leave(gateway_api: GatewayApi) -> None:
    company = await gateway_api.company("Odejście")
    keeper = await company.technician("Karol Koordynator", "coordinator")
    jan = await keeper.post("/people", {"name": "Jan Kowalski"})
    laptop = await keeper.post("/assets", {"tag": "NB-9", "holder": {"kind": "person", "id": jan["id"], "name": "Jan"}})

    await keeper.until(f"/people/{jan['id']}")
    with pytest.raises(Refused) as refused:
        await keeper.post(f"/people/{jan['id']}/leave", {"last_day": "2026-12-31"})
    await keeper.post(f"/assets/{laptop['id']}/take-back", {"to": "available"})
    left = await keeper.post(f"/people/{jan['id']}/leave", {"last_day": "2026-12-31"})

    assert refused.value.code == "assets.person_still_holds"
    assert left["status"] == "left"


async def test_two_companies_never_see_each_other(gateway_api: GatewayApi) -> None:
    ours, theirs = await gateway_api.company("Nasza"), await gateway_api.company("Cudza")
    anna, obcy = await ours.member("Anna Nowak", "requester"), await theirs.member("Ktoś Obcy", "administrator")
    ticket = await anna.post("/tickets", {"title": "Nie działa drukarka"})
    await anna.until(f"/tickets/{ticket['id']}")

    with pytest.raises(Refused) as read:
        await obcy.get(f"/tickets/{ticket['id']}")
    with pytest.raises(Refused) as written:
        await obcy.post(f"/tickets/{ticket['id']}/messages", {"text": "Dzień dobry"})

    assert (read.value.status, written.value.status) == (404, 404)
    assert (await obcy.get("/tickets"))["total"] == 0
