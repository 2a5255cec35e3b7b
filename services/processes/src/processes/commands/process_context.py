"""Makes the context in which the domain changes a process, from the context of a command."""

from collections.abc import Collection
from uuid import UUID

from chassis.command import Context
from chassis.database import Transaction
from chassis.identifiers import new_id

from processes.domain.process import Process
from processes.domain.process_context import ProcessContext
from processes.domain.scenario import Scenario
from processes.scenarios.loader import Catalogue
from processes.storage.clients import client_of
from processes.storage.model_prices import prices_of


async def context_for_new(
    transaction: Transaction, context: Context, catalogue: Catalogue, key: str, named: Collection[UUID]
) -> ProcessContext:
    """Returns the context of a process that is new, with the newest version of its scenario.

    `named` are the things that the form names; their prices are looked up.
    """
    client = await client_of(transaction, context.client_id)
    scenario = catalogue.get(key).for_client(client.currency, client.calendar)
    return await _with_prices(transaction, context, scenario, named)


async def context_for(
    transaction: Transaction, context: Context, catalogue: Catalogue, process: Process, named: Collection[UUID] = ()
) -> ProcessContext:
    """Returns the context with the version of the scenario, and the currency, that the process started with."""
    client = await client_of(transaction, process.client_id)
    template = catalogue.get(process.scenario, process.scenario_version)
    return await _with_prices(transaction, context, template.for_client(process.cost.currency, client.calendar), named)


async def _with_prices(
    transaction: Transaction, context: Context, scenario: Scenario, named: Collection[UUID]
) -> ProcessContext:
    return ProcessContext(scenario, context.actor, context.now, new_id, await prices_of(transaction, named))
