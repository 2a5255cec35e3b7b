"""Defects that a storm found, each as the shortest way to it."""

from testkit.api_users import GatewayApi
from testkit.process_work import FORM

ONBOARDING = {"scenario": "onboarding", "inputs": FORM}


async def test_a_process_started_again_with_the_same_key_is_the_same_process(gateway_api: GatewayApi) -> None:
    company = await gateway_api.company("Powtórka")
    marek = await company.member("Marek Decyzyjny", "decider")

    first = await marek.post("/processes", ONBOARDING, key="one-key")
    again = await marek.post("/processes", ONBOARDING, key="one-key")

    assert (again["id"], again["version"]) == (first["id"], first["version"])
    assert (await marek.until("/processes", lambda found: found["total"] > 0))["total"] == 1


async def test_a_process_cancelled_again_with_the_same_key_is_answered_as_the_first_time(
    gateway_api: GatewayApi,
) -> None:
    company = await gateway_api.company("Powtórka")
    marek = await company.member("Marek Decyzyjny", "decider")
    process = await marek.post("/processes", ONBOARDING)
    cancel = {"reason": "Pomyłka."}

    first = await marek.post(f"/processes/{process['id']}/cancel", cancel, key="one-key")
    again = await marek.post(f"/processes/{process['id']}/cancel", cancel, key="one-key")

    assert (again["status"], again["version"]) == (first["status"], first["version"])
