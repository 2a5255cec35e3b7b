"""The cost put before the client is that of what was chosen by name, as assets say; the price list is for the rest."""

from typing import Any
from uuid import UUID

import pytest
from chassis.domain.actor import Actor
from chassis.identifiers import new_id
from contracts.assets.state import Model
from contracts.vocabulary import Money

ANNA = Actor("client", "Anna Nowak", UUID(int=901), frozenset({"decider"}))
LISTED = 520_000
JOINER = {
    "first_name": "Jan", "last_name": "Kowalski", "department": "Sprzedaż", "job_title": "Handlowiec",
    "start_date": "2026-03-16",
}  # fmt: skip


async def a_model(service: Any, amount: int | None, currency: str = "PLN", *, model_id: UUID, version: int = 1) -> UUID:
    """A model that becomes known, or changes."""
    price = Money(amount=amount, currency=currency) if amount is not None else None
    state = Model(
        id=model_id, client_id=service.client_id, version=version, category="laptop", manufacturer="Dell",
        name="Latitude", price=price,
    )  # fmt: skip
    what = "registered" if version == 1 else "changed"
    await service.hear(service.line("assets", f"assets.model.{what}.v1", {"state": state.model_dump(mode="json")}))
    return model_id


def form(model: UUID, **more: Any) -> dict[str, Any]:
    return {**JOINER, "hardware": "laptop", "model": {"id": str(model), "name": "Dell Latitude", **more}}


async def asked(service: Any, http: Any, inputs: dict[str, Any]) -> tuple[int, int]:
    """What a preview says it costs, and what the decision then asks for."""
    body = {"scenario": "onboarding", "inputs": inputs}
    _, preview = await http.post(ANNA, "/processes/preview", body)
    status, process = await http.post(ANNA, "/processes", body)
    assert status == 201, process
    (decision,) = await service.decisions(UUID(process["id"]))
    return preview["cost"]["amount"], decision.options[0].cost.amount


@pytest.mark.parametrize(
    ("amount", "currency", "cost"),
    [(489_900, "PLN", 489_900), (None, "PLN", LISTED), (110_000, "EUR", LISTED)],
    ids=["its price", "no price", "a price in another currency"],
)
async def test_a_model_costs_what_it_costs(
    service: Any, http: Any, amount: int | None, currency: str, cost: int
) -> None:
    model = await a_model(service, amount, currency, model_id=new_id())

    assert await asked(service, http, form(model)) == (cost, cost)


async def test_the_newest_price_counts_and_nobody_brings_their_own(service: Any, http: Any) -> None:
    model = await a_model(service, 489_900, model_id=new_id())
    await a_model(service, 459_900, model_id=model, version=2)
    await a_model(service, 489_900, model_id=model)

    mine = form(model, price={"amount": 1, "currency": "PLN"})

    assert await asked(service, http, mine) == (459_900, 459_900)


async def test_another_clients_model_says_nothing_about_the_price(service: Any, http: Any, catalogue: Any) -> None:
    other = type(service)(service.database, catalogue)
    model = await a_model(other, 1_00, model_id=new_id())

    assert await asked(service, http, form(model)) == (LISTED, LISTED)


async def test_accessories_are_added_to_it(service: Any, http: Any) -> None:
    model = await a_model(service, 489_900, model_id=new_id())

    with_monitor = await asked(service, http, {**form(model), "accessories": ["monitor"]})

    assert with_monitor == (489_900 + 110_000, 489_900 + 110_000)


async def test_who_wants_another_model_decides_on_that_ones_price(service: Any, http: Any) -> None:
    dear, cheap = [await a_model(service, amount, model_id=new_id()) for amount in (489_900, 259_900)]
    _, process = await http.post(ANNA, "/processes", {"scenario": "onboarding", "inputs": form(dear)})
    (first,) = await service.decisions(UUID(process["id"]))
    await service.decide(first.id, ANNA, "changes_requested")

    status, state = await http.post(
        ANNA, f"/processes/{process['id']}/steps/approve_hardware/revise", {"inputs": form(cheap)}
    )

    assert status == 200, state
    _, second = await service.decisions(UUID(process["id"]))
    assert second.options[0].cost.amount == 259_900


async def test_a_model_that_has_no_price_any_more_costs_what_the_list_says(service: Any, http: Any) -> None:
    model = await a_model(service, 489_900, model_id=new_id())
    await a_model(service, None, model_id=model, version=2)

    assert await asked(service, http, form(model)) == (LISTED, LISTED)


async def test_a_draft_costs_what_things_cost_when_it_is_started(service: Any, http: Any) -> None:
    model = await a_model(service, 489_900, model_id=new_id())
    body = {"scenario": "onboarding", "inputs": form(model), "draft": True}
    _, process = await http.post(ANNA, "/processes", body)
    await a_model(service, 519_900, model_id=model, version=2)

    status, state = await http.post(ANNA, f"/processes/{process['id']}/start", {})

    assert status == 200, state
    (decision,) = await service.decisions(UUID(process["id"]))
    assert decision.options[0].cost.amount == 519_900
