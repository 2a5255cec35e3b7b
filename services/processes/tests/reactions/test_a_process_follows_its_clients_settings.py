"""What the gateway says of a client decides in which currency its processes count, and on which days they run."""

import asyncio
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest
from chassis.domain.actor import Actor
from chassis.domain.refusal import Refusal
from chassis.identifiers import new_id
from contracts.gateway.events import ClientChanged, ClientRegistered
from contracts.processes.commands import PreviewProcess
from processes.queries.preview_process import preview_process

ANNA = Actor("client", "Anna Nowak", UUID(int=901), frozenset({"decider"}))
LEAVER = {"person": {"id": str(UUID(int=802)), "name": "Ewa Lis"}, "last_day": "2026-03-31"}
JOINER = {
    "first_name": "Jan",
    "last_name": "Kowalski",
    "department": "Sales",
    "job_title": "Trader",
    "start_date": "2026-03-16",
    "personal_email": "jan@example.org",
}


async def test_a_client_in_berlin_counts_in_euro(service: Any) -> None:
    await service.hear(
        service.joined(ClientChanged, version=2, currency="EUR", time_zone="Europe/Berlin", country="DE")
    )

    process = await service.process(await service.start("onboarding", JOINER, ANNA))

    assert process.cost.currency == "EUR"
    assert {price.currency for price in process.prices.values()} == {"EUR"}


async def test_a_process_keeps_the_currency_it_began_with(service: Any) -> None:
    prepared = await service.start("onboarding", JOINER, ANNA, draft=True)
    in_berlin = {"currency": "EUR", "time_zone": "Europe/Berlin", "country": "DE"}
    await service.hear(service.joined(ClientChanged, version=2, **in_berlin))
    await service.hear(service.joined(ClientRegistered, version=1, currency="USD"))

    assert (await service.process(prepared)).cost.currency == "PLN"
    later = await service.start("onboarding", JOINER, ANNA, draft=True)
    assert (await service.process(later)).cost.currency == "EUR", "what is older than what is known changes nothing"


async def test_days_are_those_of_the_clients_place(service: Any) -> None:
    ends = []
    for version, zone, country in ((2, "Europe/Warsaw", "PL"), (3, "America/New_York", "US")):
        await service.hear(service.joined(ClientChanged, version=version, time_zone=zone, country=country))
        async with service.database.transaction(service.client_id) as transaction:
            body = PreviewProcess(scenario="offboarding", inputs=LEAVER)
            now = service.clock.now()
            shown = await preview_process(transaction, service.client_id, body, service.catalogue, now)
        ends.append(max(step.due_at for step in shown.steps if step.due_at))

    # Five working days after the last day; Easter Monday is a holiday in Poland.
    assert ends == [datetime(2026, 4, 8, 15, tzinfo=UTC), datetime(2026, 4, 7, 21, tzinfo=UTC)]


async def test_nobodys_currency_is_guessed(service: Any) -> None:
    service.client_id = new_id()
    with pytest.raises(Refusal, match=r"processes\.client_unknown"):
        await service.start("onboarding", JOINER, ANNA)

    await service.hear(service.joined())

    assert (await service.process(await service.start("onboarding", JOINER, ANNA))).cost.currency == "PLN"


async def test_a_start_waits_for_a_client_that_has_only_just_joined(service: Any, http: Any) -> None:
    service.client_id = http.client_id = new_id()
    form = {"scenario": "onboarding", "inputs": JOINER}

    started = asyncio.create_task(http.post(ANNA, "/processes", form))
    await asyncio.sleep(0.3)
    await service.hear(service.joined())

    status, process = await started
    assert (status, process["cost"]["currency"]) == (201, "PLN")
