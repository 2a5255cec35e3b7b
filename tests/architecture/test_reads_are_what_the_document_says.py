"""What the API answers to a read has the shape that its document gives: for every kind of thing, one and many."""

import pytest_asyncio
from gateway.api.response_models import KINDS, detail_model, page_model
from testkit.api_users import ApiUser, GatewayApi
from testkit.process_work import FORM, a_laptop_in_stock


@pytest_asyncio.fixture(loop_scope="session")
async def anna(gateway_api: GatewayApi) -> ApiUser:
    """An administrator of a client that has something of everything."""
    company = await gateway_api.company("Kształty")
    anna = await company.member("Anna Nowak", "requester", "decider", "administrator")
    tomek = await company.technician("Tomek Technik", "technician", "coordinator")
    laptop = await a_laptop_in_stock(tomek, "NB-1")
    jan = await tomek.post("/people", {"name": "Jan"})
    await tomek.until(f"/assets/{laptop['id']}")
    await tomek.post(f"/assets/{laptop['id']}/hand-over", {"to": {"kind": "person", "id": jan["id"], "name": "Jan"}})
    ticket = await anna.post("/tickets", {"title": "Drukarka", "asset_id": laptop["id"], "person_id": jan["id"]})
    await tomek.post(f"/tickets/{ticket['id']}/messages", {"text": "Już patrzę."})
    await anna.post("/processes", {"scenario": "onboarding", "inputs": FORM})
    await anna.one("/notifications")
    return anna


def test_every_kind_that_can_be_read_has_a_shape_of_its_own() -> None:
    assert len({kind for kind, _ in KINDS.values()}) == len({state for _, state in KINDS.values()}) == len(KINDS)


async def test_lists_and_what_is_in_them_fit_their_document(anna: ApiUser) -> None:
    for path, (_, state) in KINDS.items():
        page = await anna.until(f"/{path}", lambda found: found["total"] > 0)
        page_model(state).model_validate(page)

        one = await anna.get(f"/{path}/{page['items'][0]['id']}")

        detail_model(state).model_validate(one)
        assert one["history"], path
