"""Journey 020: from the data of HR to a new person who holds a laptop, through every service and back."""

from testkit.api_users import GatewayApi
from testkit.process_work import FORM, a_laptop_in_stock, decide, work_until_over

ONBOARDING = {"scenario": "onboarding", "inputs": FORM}


async def test_the_preview_says_what_it_will_cost_before_anything_starts(gateway_api: GatewayApi) -> None:
    company = await gateway_api.company("Zapowiedź")
    anna = await company.member("Anna Nowak", "requester")

    preview = await anna.post("/processes/preview", ONBOARDING)

    assert len(preview["steps"]) >= 6
    assert [decision["step"] for decision in preview["decisions"]] == ["approve_hardware"]
    assert preview["cost"]["amount"] > 0
    assert (await anna.get("/processes"))["total"] == 0


async def test_a_client_starts_an_onboarding_and_the_new_person_holds_a_laptop(gateway_api: GatewayApi) -> None:
    company = await gateway_api.company("Onboarding")
    anna, marek = await company.member("Anna Nowak", "requester"), await company.member("Marek Decyzyjny", "decider")
    tomek = await company.technician("Tomek Technik", "technician", "coordinator")
    laptop = await a_laptop_in_stock(tomek, "NB-001")

    process = await anna.post("/processes", ONBOARDING)
    waiting = await anna.until(f"/processes/{process['id']}", lambda now: now["status"] == "awaiting_decision")
    await decide(marek, process, "as_requested")
    ended = await work_until_over(tomek, process)

    assert (waiting["next_move"]["side"], waiting["next_move"]["asks"]) == ("client", "decide")
    assert ended["status"] == "completed", [(s["key"], s["state"], s["failure"]) for s in ended["steps"]]
    held = await anna.until(f"/assets/{laptop['id']}", lambda now: now["status"] == "in_use")
    assert held["holder"]["name"] == "Ewa Kowalska"
    await anna.until(f"/people/{held['holder']['id']}", lambda now: now["status"] == "active")


async def test_without_a_laptop_in_stock_one_is_ordered_received_and_handed_over(gateway_api: GatewayApi) -> None:
    company = await gateway_api.company("Zamówienie")
    marek = await company.member("Marek Decyzyjny", "decider")
    tomek = await company.technician("Tomek Technik")

    process = await marek.post("/processes", ONBOARDING)
    await decide(marek, process, "as_requested")
    ended = await work_until_over(tomek, process, {"accept_delivery": {"serial_number": "SN-100"}})

    assert ended["status"] == "completed", [(s["key"], s["state"], s["failure"]) for s in ended["steps"]]
    asset = await marek.one("/assets", lambda one: one["holder"] is not None)
    assert (asset["status"], asset["holder"]["name"], asset["serial"]) == ("in_use", "Ewa Kowalska", "SN-100")


async def test_everybody_sees_the_history_and_is_told_once(gateway_api: GatewayApi) -> None:
    company = await gateway_api.company("Powiadomienia")
    anna, marek = await company.member("Anna Nowak", "requester"), await company.member("Marek Decyzyjny", "decider")

    process = await anna.post("/processes", ONBOARDING)
    decision = await marek.one("/decisions", lambda one: one["process_id"] == process["id"])
    told = await marek.one("/notifications", lambda one: one["about"]["id"] == decision["id"])

    assert told["class"] == "decision_needed"
    mine = await marek.get("/notifications")
    assert [one["about"]["id"] for one in mine["items"]].count(decision["id"]) == 1
    seen = await anna.until(f"/processes/{process['id']}", lambda now: now["status"] == "awaiting_decision")
    assert [event["version"] for event in seen["history"]] == list(range(1, seen["version"] + 1))
