"""Journey 045: somebody leaves; the client decides, everything they had comes back, and only then are they gone."""

from testkit.api_users import ApiUser, Company, GatewayApi, Json
from testkit.process_work import a_laptop_in_stock, decide, undo_until_over, work_until_over


async def a_leaver(company: Company, keeper: ApiUser) -> tuple[Json, list[Json]]:
    """A person with a laptop of theirs and another one on loan."""
    jan = await keeper.post("/people", {"name": "Jan Kowalski", "email": "jan@example.org"})
    to = {"kind": "person", "id": jan["id"], "name": "Jan Kowalski"}
    laptops = [await a_laptop_in_stock(keeper, f"{tag}-{company.unique}") for tag in ("OWN", "LENT")]
    for laptop, loan in zip(laptops, (False, True), strict=True):
        await keeper.until(f"/assets/{laptop['id']}")
        await keeper.post(f"/assets/{laptop['id']}/{'loan' if loan else 'hand-over'}", {"to": to})
    return jan, laptops


def leaving(jan: Json) -> Json:
    return {
        "scenario": "offboarding",
        "inputs": {"person": {"id": jan["id"], "name": jan["name"]}, "last_day": "2027-03-31"},
    }


async def test_nothing_happens_before_the_client_has_decided_and_nobody_goes_with_hardware(
    gateway_api: GatewayApi,
) -> None:
    company = await gateway_api.company("Odejście")
    anna, marek = await company.member("Anna Nowak", "requester"), await company.member("Marek Decyzyjny", "decider")
    tomek = await company.technician("Tomek Technik", "technician", "coordinator")
    jan, laptops = await a_leaver(company, tomek)

    process = await anna.post("/processes", leaving(jan))
    decision = await marek.one("/decisions", lambda one: one["process_id"] == process["id"], open="true")
    assert "Jan Kowalski" in decision["question"]["pl"]
    assert (await anna.get("/tickets", linked_to=process["id"]))["total"] == 0
    await decide(marek, process, "leaves")
    await anna.until(f"/people/{jan['id']}", lambda now: (now["status"], now["last_day"]) == ("leaving", "2027-03-31"))
    ended = await work_until_over(tomek, process)

    assert ended["status"] == "completed", [(s["key"], s["state"], s["failure"]) for s in ended["steps"]]
    await anna.until(f"/people/{jan['id']}", lambda now: now["status"] == "left")
    for laptop in laptops:
        back = await anna.until(f"/assets/{laptop['id']}", lambda now: now["status"] == "in_stock")
        assert (back["holder"], back["substate"]) == (None, "quarantine")


async def test_who_stays_after_all_is_not_leaving_any_more(gateway_api: GatewayApi) -> None:
    company = await gateway_api.company("Zostaje")
    marek = await company.member("Marek Decyzyjny", "decider")
    tomek = await company.technician("Tomek Technik", "technician", "coordinator")
    jan, _ = await a_leaver(company, tomek)
    process = await marek.post("/processes", leaving(jan))
    await decide(marek, process, "leaves")
    await marek.until(f"/people/{jan['id']}", lambda now: now["status"] == "leaving")

    await marek.post(f"/processes/{process['id']}/cancel", {"reason": "Zostaje."})
    ended = await undo_until_over(tomek, process)

    assert (ended["status"], ended["phase"]) == ("cancelled", "compensated")
    await marek.until(f"/people/{jan['id']}", lambda now: (now["status"], now["last_day"]) == ("active", None))


async def test_nobody_leaves_when_the_client_says_no(gateway_api: GatewayApi) -> None:
    company = await gateway_api.company("Odmowa")
    marek = await company.member("Marek Decyzyjny", "decider")
    tomek = await company.technician("Tomek Technik")
    jan, laptops = await a_leaver(company, tomek)
    process = await marek.post("/processes", leaving(jan))

    await decide(marek, process, None, verdict="rejected")

    await marek.until(f"/processes/{process['id']}", lambda now: now["status"] == "cancelled")
    assert (await marek.get(f"/people/{jan['id']}"))["status"] == "active"
    assert (await marek.get(f"/assets/{laptops[0]['id']}"))["status"] == "in_use"
