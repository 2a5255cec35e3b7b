"""Journey 080: whoever works for several clients marks everything they were told as read, without naming each."""

from typing import Any

import pytest
from testkit.api_users import ApiUser, Company, GatewayApi, Json, Refused


async def two_companies(gateway_api: GatewayApi) -> tuple[Company, Company, ApiUser]:
    """Two companies, and one technician who works for both."""
    first, second = await gateway_api.company("Pierwsza"), await gateway_api.company("Druga")
    email = f"tomek.{first.unique}@example.com"
    body: Json = {
        "email": email,
        "name": "Tomek",
        "side": "provider",
        "roles": ["technician"],
        "password": "a-long-password",
    }
    await first.administrator.post("/accounts", {**body, "clients": [first.client["id"], second.client["id"]]})
    return first, second, await gateway_api.sign_in(email, "a-long-password")


async def told_about_both(tomek: ApiUser, *companies: Company) -> None:
    """Each company opens a ticket; the technician hears of both."""
    for company in companies:
        anna = await company.member("Anna", "requester")
        await anna.post("/tickets", {"title": "Drukarka"})
    await tomek.until("/notifications", lambda found: clients_of(found) == {one.client["id"] for one in companies})


def clients_of(found: Json) -> set[Any]:
    return {one["client_id"] for one in found["items"]}


async def test_without_a_client_everything_is_read(gateway_api: GatewayApi) -> None:
    first, second, tomek = await two_companies(gateway_api)
    await told_about_both(tomek, first, second)

    answer = await tomek.post("/notifications/read-all")

    assert answer["read"] >= 2
    await tomek.until("/notifications", lambda found: found["total"] == 0, status="unread")
    assert await tomek.post("/notifications/read-all") == {"read": 0}


async def test_with_a_client_the_others_stay_unread(gateway_api: GatewayApi) -> None:
    first, second, tomek = await two_companies(gateway_api)
    await told_about_both(tomek, first, second)

    await tomek.post("/notifications/read-all", client=first.client["id"])

    left = await tomek.until(
        "/notifications", lambda found: clients_of(found) == {second.client["id"]}, status="unread"
    )
    assert left["total"] >= 1


async def test_a_client_one_does_not_work_for_is_none(gateway_api: GatewayApi) -> None:
    first, _, tomek = await two_companies(gateway_api)
    stranger = await gateway_api.company("Obca")
    anna = await first.member("Anna", "requester")

    for who in (tomek, anna):
        with pytest.raises(Refused) as refused:
            await who.post("/notifications/read-all", client=stranger.client["id"])
        assert (refused.value.status, refused.value.code) == (404, "view.not_found")
