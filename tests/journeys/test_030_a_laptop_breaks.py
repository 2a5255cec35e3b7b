"""Journey 030: a laptop breaks; the client decides between repair and replacement; nobody is without a computer."""

from testkit.api_users import ApiUser, GatewayApi, Json
from testkit.process_work import a_laptop_in_stock, decide, step_of, work_until_over

FOUND = {
    "diagnose": {
        "repairable": True,
        "repair_cost": {"amount": 80000, "currency": "PLN"},
        "repair_days": 4,
        "finding": "Uszkodzona płyta główna.",
    }
}


async def a_broken_laptop(keeper: ApiUser, tag: str) -> tuple[Json, Json]:
    """A person and the laptop they hold."""
    laptop = await a_laptop_in_stock(keeper, tag)
    jan = await keeper.post("/people", {"name": "Jan Kowalski", "email": "jan@example.org"})
    await keeper.until(f"/assets/{laptop['id']}")
    await keeper.post(f"/assets/{laptop['id']}/hand-over", {"to": {"kind": "person", "id": jan["id"], "name": "Jan"}})
    return jan, laptop


def report(jan: Json, laptop: Json, **more: object) -> Json:
    return {
        "scenario": "hardware_service",
        "inputs": {
            "asset": {"id": laptop["id"], "name": "ThinkPad"},
            "holder": {"id": jan["id"], "name": jan["name"]},
            "category": "laptop",
            "problem": "Nie włącza się.",
            "needs_loaner": True,
            **more,
        },
    }


async def test_it_is_repaired_while_its_holder_has_a_loaner(gateway_api: GatewayApi) -> None:
    company = await gateway_api.company("Naprawa")
    anna, marek = await company.member("Anna Nowak", "requester"), await company.member("Marek Decyzyjny", "decider")
    tomek = await company.technician("Tomek Technik", "technician", "coordinator")
    jan, laptop = await a_broken_laptop(tomek, "NB-030")
    loaner = await a_laptop_in_stock(tomek, "NB-031")

    process = await anna.post("/processes", report(jan, laptop))
    await work_until_over(tomek, process, FOUND, until="loan")
    await work_until_over(tomek, process, FOUND, until="repair_or_replace")
    lent = await tomek.until(f"/assets/{loaner['id']}", lambda now: now["status"] == "in_use")
    await decide(marek, process, "repair", step="repair_or_replace")
    ended = await work_until_over(tomek, process, FOUND)

    assert lent["holder"]["id"] == jan["id"]
    assert ended["status"] == "completed", [(s["key"], s["state"], s["failure"]) for s in ended["steps"]]
    back = await anna.until(f"/assets/{laptop['id']}", lambda now: now["status"] == "in_use")
    assert (back["holder"]["id"], back["repairs"]) == (jan["id"], 1)
    await anna.until(f"/assets/{loaner['id']}", lambda now: (now["status"], now["holder"]) == ("in_stock", None))


async def test_what_was_not_found_out_is_asked_for_and_never_made_up(gateway_api: GatewayApi) -> None:
    company = await gateway_api.company("Diagnoza")
    anna = await company.member("Anna Nowak", "requester", "decider")
    tomek = await company.technician("Tomek Technik", "technician")
    piotr = await company.technician("Piotr Koordynator", "coordinator")
    jan, laptop = await a_broken_laptop(tomek, "NB-034")
    process = await anna.post("/processes", report(jan, laptop, needs_loaner=False))
    path = f"/processes/{process['id']}"
    ready = await tomek.until(path, lambda now: step_of(now, "diagnose")["state"] == "ready")
    ticket = await tomek.one("/tickets", lambda one: one["step"] is not None, open="true", linked_to=process["id"])

    await tomek.post(f"/tickets/{ticket['id']}/work")
    await tomek.post(f"/tickets/{ticket['id']}/resolve", {"resolution": "Sprawdzone."})
    blocked = await piotr.until(path, lambda now: now["phase"] == "blocked")

    assert ready["next_move"]["asks"] == "work"
    assert step_of(blocked, "diagnose")["failure"]["code"] == "processes.findings_missing"
    assert (blocked["next_move"]["side"], blocked["next_move"]["asks"]) == ("provider", "mend")
    await piotr.one("/notifications", lambda one: one["code"] == "process.mend" and one["about"]["id"] == process["id"])
    await piotr.post(f"{path}/steps/diagnose/findings", {"outputs": {"repairable": False}})
    decision = await anna.one("/decisions", lambda one: one["process_id"] == process["id"], open="true")
    assert [option["key"] for option in decision["options"]] == ["replace"]


async def test_a_quote_that_is_too_high_is_sent_back_and_comes_again(gateway_api: GatewayApi) -> None:
    company = await gateway_api.company("Wycena")
    marek = await company.member("Marek Decyzyjny", "requester", "decider")
    tomek = await company.technician("Tomek Technik", "technician", "coordinator")
    jan, laptop = await a_broken_laptop(tomek, "NB-035")
    process = await marek.post("/processes", report(jan, laptop, needs_loaner=False))
    path = f"/processes/{process['id']}"
    await work_until_over(tomek, process, FOUND, until="repair_or_replace")
    first = await marek.one("/decisions", lambda one: one["process_id"] == process["id"], open="true")

    await marek.post(f"/decisions/{first['id']}/decide", {"verdict": "changes_requested", "reason": "Za drogo."})
    sent_back = await tomek.until(path, lambda now: step_of(now, "repair_or_replace")["revising"] is not None)
    cheaper = {"findings": {"diagnose": {"repair_cost": {"amount": 30000, "currency": "PLN"}}}}
    await tomek.post(f"{path}/steps/repair_or_replace/revise", cheaper)

    again = await marek.one(
        "/decisions", lambda one: one["process_id"] == process["id"] and one["id"] != first["id"], open="true"
    )
    assert sent_back["editable_fields"] == ["category"], "the device is in service: another one is another process"
    repair = again["options"][0]
    assert (repair["key"], repair["cost"]["amount"]) == ("repair", 30000)
    assert again["supersedes"] == first["id"]


async def test_it_is_replaced_and_the_old_one_retired_by_decision_of_the_client(gateway_api: GatewayApi) -> None:
    company = await gateway_api.company("Wymiana")
    anna, marek = await company.member("Anna Nowak", "requester"), await company.member("Marek Decyzyjny", "decider")
    tomek = await company.technician("Tomek Technik", "technician", "coordinator")
    jan, laptop = await a_broken_laptop(tomek, "NB-032")
    new = await a_laptop_in_stock(tomek, "NB-033")

    process = await anna.post("/processes", report(jan, laptop, needs_loaner=False))
    await work_until_over(tomek, process, FOUND, until="repair_or_replace")
    await decide(marek, process, "replace", step="repair_or_replace")
    await work_until_over(tomek, process, FOUND, until="old_device")
    await decide(marek, process, "retire", step="old_device")
    ended = await work_until_over(tomek, process, FOUND)

    assert ended["status"] == "completed", [(s["key"], s["state"], s["failure"]) for s in ended["steps"]]
    await anna.until(f"/assets/{new['id']}", lambda now: (now["holder"] or {}).get("id") == jan["id"])
    old = await anna.until(f"/assets/{laptop['id']}", lambda now: now["status"] == "retired")
    assert (old["holder"], old["substate"]) == (None, "pending_wipe")
    assert step_of(ended, "back_repaired")["state"] == "skipped"
