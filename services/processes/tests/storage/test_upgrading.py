"""Processes that began before an upgrade go on after it."""

from importlib import import_module
from typing import Any
from uuid import UUID

import pytest
from chassis.database import Database
from chassis.domain.actor import Actor
from chassis.identifiers import new_id
from processes.domain import starting

ANNA = Actor("client", "Anna Nowak", UUID(int=901), frozenset({"decider"}))
SECOND: str = import_module("processes.migrations.versions.0004_versions_of_scenarios").SECOND
FIRST = "UPDATE process SET state = jsonb_set(state::jsonb, '{scenario_version}', '1')::json WHERE id = $1"


async def begun_before(office: Any, database: Database, scenario: str, form: dict[str, Any], **how: Any) -> UUID:
    """A process as it was stored when what is now the second version still stood in the file of the first."""
    process: UUID = await office.start(scenario, form, ANNA, **how)
    async with database.system_transaction() as transaction:
        await transaction.execute(FIRST, process)
    if how:
        asset = f'{{"id": "{new_id()}", "name": "NB-1"}}'
        named = f"UPDATE process SET state = jsonb_set(state::jsonb, '{{inputs,asset}}', '{asset}')::json WHERE id = $1"
        async with database.system_transaction() as transaction:
            await transaction.execute(named, process)
    async with database.system_transaction() as transaction:
        await transaction.execute(SECOND)
    return process


@pytest.mark.parametrize("draft", [False, True])
async def test_an_offboarding_goes_on_with_the_clients_decision(office: Any, database: Database, draft: bool) -> None:
    form = {"person": {"id": str(new_id()), "name": "Ewa Lis"}, "last_day": "2026-03-31"}
    process = await begun_before(office, database, "offboarding", form, **({"draft": True} if draft else {}))
    if draft:
        await office.change(process, starting.start_draft, ANNA)

    (decision,) = await office.decisions(process)
    await office.decide(decision.id, ANNA, option="leaves")

    after = await office.process(process)
    assert after.step("approve_leaving").state == "done"
    assert after.step("person_leaving").state == "in_progress"


async def test_a_hardware_service_goes_on(office: Any, database: Database) -> None:
    named = {key: {"id": str(new_id()), "name": "x"} for key in ("asset", "holder")}
    process = await begun_before(office, database, "hardware_service", {**named, "problem": "Nie działa"})

    assert (await office.process(process)).scenario_version == 2
