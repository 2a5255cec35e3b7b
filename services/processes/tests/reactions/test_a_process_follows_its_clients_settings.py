"""What the gateway says of a client decides in which currency its processes count, and on which days they run."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from chassis.domain.actor import Actor
from contracts.gateway.events import ClientChanged, ClientRegistered
from contracts.gateway.state import Client
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


async def told(
    service: Any, event: type[ClientRegistered] | type[ClientChanged], version: int, **settings: str
) -> None:
    state = Client(
        id=service.client_id, client_id=service.client_id, version=version, name="Mill", language="en", **settings
    )
    await service.hear(service.line("gateway", event.TYPE, {"state": state.model_dump()}, subject=service.client_id))


async def test_a_client_in_berlin_counts_in_euro(service: Any) -> None:
    await told(service, ClientRegistered, 1, currency="EUR", time_zone="Europe/Berlin", country="DE")

    process = await service.process(await service.start("onboarding", JOINER, ANNA))

    assert process.cost.currency == "EUR"
    assert {price.currency for price in process.prices.values()} == {"EUR"}


async def test_a_process_keeps_the_currency_it_began_with(service: Any) -> None:
    prepared = await service.start("onboarding", JOINER, ANNA, draft=True)
    await told(service, ClientChanged, 2, currency="EUR", time_zone="Europe/Berlin", country="DE")
    await told(service, ClientRegistered, 1, currency="USD", time_zone="America/New_York", country="US")

    assert (await service.process(prepared)).cost.currency == "PLN"
    later = await service.start("onboarding", JOINER, ANNA, draft=True)
    assert (await service.process(later)).cost.currency == "EUR", "what is older than what is known changes nothing"


async def test_days_are_those_of_the_clients_place(service: Any) -> None:
    ends = []
    for version, zone, country in ((1, "Europe/Warsaw", "PL"), (2, "America/New_York", "US")):
        await told(service, ClientChanged, version, currency="PLN", time_zone=zone, country=country)
        async with service.database.transaction(service.client_id) as transaction:
            body = PreviewProcess(scenario="offboarding", inputs=LEAVER)
            now = service.clock.now()
            shown = await preview_process(transaction, service.client_id, body, service.catalogue, now)
        ends.append(max(step.due_at for step in shown.steps if step.due_at))

    # Five working days after the last day; Easter Monday is a holiday in Poland.
    assert ends == [datetime(2026, 4, 8, 15, tzinfo=UTC), datetime(2026, 4, 7, 21, tzinfo=UTC)]
