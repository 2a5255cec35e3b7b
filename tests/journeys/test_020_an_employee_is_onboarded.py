"""Journey 020: from the data of HR to a new person who holds a laptop, through every service and back."""

from datetime import date, timedelta

from opslayer.testing.visitor import Company, FrontDoor, Json, Visitor

FORM = {
    "first_name": "Ewa", "last_name": "Kowalska", "department": "Sprzedaż", "job_title": "Handlowczyni",
    "start_date": (date.today() + timedelta(days=14)).isoformat(), "hardware": "laptop", "language": "pl",
    "personal_email": "ewa.kowalska@example.org",
}


async def a_laptop_in_stock(company: Company, tag: str) -> Json:
    model = {"manufacturer": "Lenovo", "name": "ThinkPad T14", "category": "laptop", "stores_data": True,
             "client": company.client["id"]}
    made = await company.administrator.post("/models", model)
    return await company.administrator.post(
        "/assets", {"tag": tag, "model_id": made["id"], "client": company.client["id"]})


async def start_onboarding(who: Visitor, **changes: object) -> Json:
    return await who.post("/processes", {"scenario": "onboarding", "inputs": {**FORM, **changes}})


async def approve(decider: Visitor, process: Json, option: str) -> Json:
    decision = await decider.one("/decisions", lambda one: one["process_id"] == process["id"], open="true")
    return await decider.post(f"/decisions/{decision['id']}/decide", {"verdict": "approved", "option": option})


async def do_tasks_until_over(technician: Visitor, process: Json) -> Json:
    """Works every task of the process as it appears, until the process is over."""
    while True:
        found = await technician.until(
            f"/processes/{process['id']}",
            lambda now: now["ended_at"] is not None or any(s["kind"] == "task" and s["state"] == "ready" for s in now["steps"]))
        if found["ended_at"] is not None:
            return found
        step = next(s for s in found["steps"] if s["kind"] == "task" and s["state"] == "ready")
        await do_task(technician, step)


async def do_task(technician: Visitor, step: Json) -> None:
    ticket = await technician.one("/tickets", lambda one: one["step"] is not None
                                  and one["step"]["request_id"] == step["request_id"], open="true")
    await technician.post(f"/tickets/{ticket['id']}/work")
    await technician.post(f"/tickets/{ticket['id']}/resolve", {"resolution": "Zrobione."})
    process = ticket["step"]["process_id"]
    await technician.until(f"/processes/{process}", lambda now: next(
        s for s in now["steps"] if s["key"] == step["key"])["state"] not in ("ready", "in_progress"))


async def test_the_preview_says_what_it_will_cost_before_anything_starts(door: FrontDoor) -> None:
    company = await door.company("Zapowiedź")
    anna = await company.member("Anna Nowak", "requester")

    preview = await anna.post("/processes/preview", {"scenario": "onboarding", "inputs": FORM})

    assert len(preview["steps"]) >= 6
    assert [decision["step"] for decision in preview["decisions"]] == ["approve_hardware"]
    assert preview["cost"]["amount"] > 0
    assert (await anna.get("/processes"))["total"] == 0


async def test_a_client_starts_an_onboarding_and_the_new_person_holds_a_laptop(door: FrontDoor) -> None:
    company = await door.company("Onboarding")
    anna = await company.member("Anna Nowak", "requester")
    marek = await company.member("Marek Decyzyjny", "decider")
    tomek = await company.technician("Tomek Technik")
    laptop = await a_laptop_in_stock(company, "NB-001")

    process = await start_onboarding(anna)
    waiting = await anna.until(f"/processes/{process['id']}", lambda now: now["status"] == "awaiting_decision")
    assert (waiting["next_move"]["side"], waiting["next_move"]["asks"]) == ("client", "decide")
    await approve(marek, process, "as_requested")
    ended = await do_tasks_until_over(tomek, process)

    assert ended["status"] == "completed", [(s["key"], s["state"], s["failure"]) for s in ended["steps"]]
    held = await anna.until(f"/assets/{laptop['id']}", lambda now: now["status"] == "in_use")
    assert held["holder"]["name"] == "Ewa Kowalska"
    person = await anna.until(f"/people/{held['holder']['id']}", lambda now: now["status"] == "active")
    assert person["email"] == "" or "@" in person["email"]


async def test_without_a_laptop_in_stock_one_is_ordered_received_and_handed_over(door: FrontDoor) -> None:
    company = await door.company("Zamówienie")
    marek = await company.member("Marek Decyzyjny", "decider")
    tomek = await company.technician("Tomek Technik")

    process = await start_onboarding(marek)
    await approve(marek, process, "as_requested")
    ended = await do_tasks_until_over(tomek, process)

    assert ended["status"] == "completed", [(s["key"], s["state"], s["failure"]) for s in ended["steps"]]
    asset = await marek.one("/assets", lambda one: one["holder"] is not None)
    assert (asset["status"], asset["holder"]["name"]) == ("in_use", "Ewa Kowalska")


async def test_everybody_sees_the_history_and_is_told_once(door: FrontDoor) -> None:
    company = await door.company("Powiadomienia")
    anna = await company.member("Anna Nowak", "requester")
    marek = await company.member("Marek Decyzyjny", "decider")
    await a_laptop_in_stock(company, "NB-003")

    process = await start_onboarding(anna)
    decision = await marek.one("/decisions", lambda one: one["process_id"] == process["id"])
    told = await marek.one("/notifications", lambda one: one["about"]["id"] == decision["id"])

    assert told["class"] == "decision_needed"
    mine = await marek.get("/notifications")
    assert [one["about"]["id"] for one in mine["items"]].count(decision["id"]) == 1
    seen = await anna.until(f"/processes/{process['id']}", lambda now: now["status"] == "awaiting_decision")
    assert [event["version"] for event in seen["history"]] == list(range(1, seen["version"] + 1))
