"""Row-level security, and the catalogue that belongs to everybody."""

import asyncio
from dataclasses import replace
from typing import Any
from uuid import UUID

import asyncpg
import orjson
import pytest
from chassis.database import Database
from chassis.domain.actor import Actor
from chassis.identifiers import new_id
from chassis.process.clock import SetClock
from contracts.processes.state import Scenario as PublicScenario
from contracts.vocabulary import EVERYONE
from processes.commands.publish_scenarios import publish_scenarios
from processes.scenarios.loader import Catalogue
from processes.storage.tables import SCOPED

ANNA = Actor("client", "Anna Nowak", UUID(int=901), frozenset({"decider"}))
COSTLY = {
    "for_person": {"id": str(UUID(int=802)), "name": "Ewa Lis"},
    "subject": "Figma",
    "expected_cost": {"amount": 50_000, "currency": "PLN"},
}
OWN = list(SCOPED)


async def published(database: Database) -> list[Any]:
    async with database.transaction(EVERYONE) as transaction:
        return await transaction.rows("SELECT * FROM journal ORDER BY subject, version")


async def test_every_table_with_a_client_is_closed_to_other_clients(database: Database) -> None:
    async with database.system_transaction() as transaction:
        tables = await transaction.rows(
            """SELECT c.relname AS name, c.relrowsecurity AND c.relforcerowsecurity AS forced
            FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
            WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace AND a.attname = 'client_id'"""
        )

    assert {row["name"] for row in tables} == {*OWN, "journal", "parked"}
    assert all(row["forced"] for row in tables)


@pytest.mark.parametrize("table", ["process", "decision", "journal"])
async def test_another_client_sees_no_row(service: Any, table: str) -> None:
    await service.start("user_request", COSTLY, ANNA)
    assert await service.rows(f"SELECT 1 FROM {table}") != []

    service.client_id = new_id()

    assert await service.rows(f"SELECT 1 FROM {table}") == []


async def test_nobody_writes_a_row_of_another_client(service: Any) -> None:
    sql = "INSERT INTO request (id, client_id, process_id, kind) VALUES ($1, $2, $1, 'task') RETURNING id"

    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await service.rows(sql, new_id(), new_id())


async def test_the_catalogue_is_published_once_and_belongs_to_everybody(service: Any, database: Database) -> None:
    for _ in range(2):
        await publish_scenarios(database, service.clock, service.catalogue)

    lines = await published(database)
    assert {line["type"] for line in lines} == {"processes.scenario.published.v1"}
    assert {line["client_id"] for line in lines} == {EVERYONE}
    states = [PublicScenario.model_validate(orjson.loads(line["data"])["state"]) for line in lines]
    assert sorted(state.key for state in states) == sorted({one.key for one in service.catalogue.scenarios}), (
        "each in its newest version alone"
    )


async def test_replicas_that_start_together_publish_once(service: Any, database: Database) -> None:
    await asyncio.gather(*(publish_scenarios(database, service.clock, service.catalogue) for _ in range(3)))

    assert len(await published(database)) == len(service.catalogue.newest())


async def test_a_newer_version_is_published_beside_the_old_one_and_never_taken_back(
    service: Any, database: Database
) -> None:
    old = Catalogue((service.catalogue.get("user_request"),))
    new = Catalogue((*old.scenarios, replace(old.scenarios[0], version=2)))
    clock = SetClock(service.clock.now())

    for catalogue in (old, new, old):
        await publish_scenarios(database, clock, catalogue)

    lines = await published(database)
    states = [PublicScenario.model_validate(orjson.loads(line["data"])["state"]) for line in lines]
    assert sorted(state.scenario_version or 0 for state in states) == [1, 2]
    assert [line["version"] for line in lines] == [1, 1], "each is a thing of its own"
    assert len({line["subject"] for line in lines}) == 2, "processes that began with the old one still find its form"
