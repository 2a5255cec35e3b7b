"""Journey 050: each account says for what it wants mail, whichever side it is of, and nobody else's word changes it."""

import pytest
from testkit.api_users import GatewayApi, Refused

NOTHING_SAID = {"decision_needed": True, "your_move": True, "information": True}


async def test_what_an_account_wants_is_kept_for_it_alone(gateway_api: GatewayApi) -> None:
    company = await gateway_api.company("Poczta")
    anna, adam = await company.member("Anna", "requester"), await company.member("Adam", "administrator")
    before = await anna.get("/preferences")

    changed = await anna.post("/preferences", {"information": False}, method="PUT", version=before["version"])

    assert (before["version"], before["mail"]) == (0, NOTHING_SAID)
    assert (changed["version"], changed["mail"]) == (1, NOTHING_SAID | {"information": False})
    assert await anna.get("/preferences") == changed
    assert (await adam.get("/preferences"))["mail"] == NOTHING_SAID


async def test_who_works_for_several_clients_says_it_once(gateway_api: GatewayApi) -> None:
    administrator = await gateway_api.administrator()
    await gateway_api.company("Pierwsza")
    await gateway_api.company("Druga")
    wanted = not (await administrator.get("/preferences"))["mail"]["information"]

    changed = await administrator.post("/preferences", {"information": wanted}, method="PUT")

    assert (await administrator.get("/preferences"))["mail"]["information"] is wanted
    assert changed["account_id"] == administrator.account["id"]


async def test_what_changed_in_between_is_not_overwritten(gateway_api: GatewayApi) -> None:
    anna = await (await gateway_api.company("Wersje")).member("Anna", "requester")
    await anna.post("/preferences", {"information": False}, method="PUT")

    with pytest.raises(Refused) as refused:
        await anna.post("/preferences", {"your_move": False}, method="PUT", version=0)

    assert (refused.value.status, refused.value.code) == (412, "http.version_is_another")


async def test_preferences_are_in_the_document_of_the_api(gateway_api: GatewayApi) -> None:
    described = (await (await gateway_api.administrator()).get("/openapi.json"))["paths"]["/api/preferences"]

    body = described["put"]["requestBody"]["content"]["application/json"]["schema"]
    assert {"get", "put"} <= set(described)
    assert set(body["properties"]) == set(NOTHING_SAID)
    answered = described["get"]["responses"]["200"]["content"]["application/json"]["schema"]
    assert answered == {"$ref": "#/components/schemas/Preferences"}
