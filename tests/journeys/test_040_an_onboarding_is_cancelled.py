"""Journey 040: an onboarding is cancelled half-way, and everything that was reserved is free again."""

import pytest
from testkit.api_users import GatewayApi, Refused
from testkit.process_work import FORM, a_laptop_in_stock, decide, step_of, undo_until_over, work_until_over

ONBOARDING = {"scenario": "onboarding", "inputs": FORM}


async def test_the_laptop_is_free_again_open_tasks_are_cancelled_and_done_ones_undone(gateway_api: GatewayApi) -> None:
    company = await gateway_api.company("Rezygnacja")
    marek = await company.member("Marek Decyzyjny", "decider")
    tomek = await company.technician("Tomek Technik", "technician", "coordinator")
    laptop = await a_laptop_in_stock(tomek, "NB-040")
    process = await marek.post("/processes", ONBOARDING)
    await decide(marek, process, "as_requested")
    await tomek.until(f"/assets/{laptop['id']}", lambda now: now["substate"] == "reserved")
    await work_until_over(tomek, process, until="prepare_hardware")

    await marek.post(f"/processes/{process['id']}/cancel", {"reason": "Kandydatka zrezygnowała."})
    ended = await undo_until_over(tomek, process)

    assert (ended["status"], ended["phase"], ended["not_undone"]) == ("cancelled", "compensated", [])
    await marek.until(f"/assets/{laptop['id']}", lambda now: now["substate"] == "available" and not now["reserved_for"])
    await marek.one("/tickets", lambda one: one["status"] == "cancelled")
    await marek.until(
        "/tickets", lambda found: found["total"] >= 2 and not any(one["next_move"] for one in found["items"])
    )
    await marek.one("/people", lambda one: one["status"] == "withdrawn")


async def test_a_cancelled_decision_is_no_longer_asked(gateway_api: GatewayApi) -> None:
    company = await gateway_api.company("Wycofanie")
    marek = await company.member("Marek Decyzyjny", "decider")
    process = await marek.post("/processes", ONBOARDING)
    decision = await marek.one("/decisions", lambda one: one["process_id"] == process["id"])

    await marek.post(f"/processes/{process['id']}/cancel", {"reason": "Pomyłka."})
    withdrawn = await marek.until(f"/decisions/{decision['id']}", lambda now: now["status"] == "withdrawn")

    assert withdrawn["next_move"] is None
    with pytest.raises(Refused) as refused:
        await marek.post(f"/decisions/{decision['id']}/decide", {"verdict": "approved", "option": "as_requested"})
    assert refused.value.code == "processes.already_decided"


async def test_the_provider_can_neither_decide_nor_cancel_for_the_client(gateway_api: GatewayApi) -> None:
    company = await gateway_api.company("Granice")
    marek = await company.member("Marek Decyzyjny", "decider")
    tomek = await company.technician("Tomek Technik", "technician", "coordinator", "administrator")
    process = await marek.post("/processes", ONBOARDING)
    decision = await tomek.one("/decisions", lambda one: one["process_id"] == process["id"])

    with pytest.raises(Refused) as decided:
        await tomek.post(f"/decisions/{decision['id']}/decide", {"verdict": "approved", "option": "as_requested"})
    with pytest.raises(Refused) as cancelled:
        await tomek.post(f"/processes/{process['id']}/cancel", {"reason": "Bo tak."})

    assert (decided.value.code, cancelled.value.code) == (
        "processes.not_your_move",
        "processes.not_your_move",
    )
    seen = await marek.get(f"/processes/{process['id']}")
    assert step_of(seen, "approve_hardware")["state"] == "waiting"
