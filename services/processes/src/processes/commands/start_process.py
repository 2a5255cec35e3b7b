"""Starts a process, or only drafts it."""

from uuid import UUID

from chassis.command import Answer, Context
from chassis.database import Transaction
from contracts.processes.commands import StartProcess

from processes.commands.process_context import context_for_new
from processes.domain.process import NewProcess
from processes.domain.reading_values import ids_in, read_values
from processes.domain.starting import draft, start
from processes.domain.values import Reference
from processes.scenarios.loader import Catalogue
from processes.storage.save import save


async def start_process(
    transaction: Transaction, context: Context, body: StartProcess, catalogue: Catalogue, process_id: UUID
) -> Answer:
    """Starts the newest version of the scenario with this form, or drafts it."""
    process_context = await context_for_new(transaction, context, catalogue, body.scenario, ids_in(body.inputs))
    scenario = process_context.scenario
    by = context.actor
    started_by = Reference(by.id, by.name) if by.id and by.side == "client" else None
    new = NewProcess(process_id, context.client_id, body.language, started_by)
    inputs = read_values(scenario.inputs, body.inputs, process_context.prices)
    command = draft if body.draft else start
    events = command(new, inputs, process_context)
    return await save(transaction, context, None, events, scenario)
