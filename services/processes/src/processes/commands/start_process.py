"""A client starts a scenario; or it is only prepared, by either side."""

from uuid import UUID

from chassis.command import Answer, Context
from chassis.database import Transaction
from contracts.processes.commands import StartProcess

from processes.commands.occasion import occasion_of
from processes.domain.process import Opening
from processes.domain.reading_values import ids_in, read_values
from processes.domain.starting import draft, start
from processes.domain.values import Reference
from processes.scenarios.loader import Catalogue
from processes.storage.model_prices import prices_of
from processes.storage.processes import save


async def start_process(
    transaction: Transaction, context: Context, body: StartProcess, catalogue: Catalogue, process_id: UUID
) -> Answer:
    """Starts the newest version of the scenario, with its form; or keeps it as a draft."""
    scenario = catalogue.get(body.scenario)
    by = context.actor
    started_by = Reference(by.id, by.name) if by.id and by.side == "client" else None
    opening = Opening(process_id, context.client_id, body.language, started_by)
    inputs = read_values(scenario.inputs, body.inputs, await prices_of(transaction, ids_in(body.inputs)))
    begin = draft if body.draft else start
    return await save(transaction, context, None, begin(opening, inputs, occasion_of(context, scenario)), scenario)
