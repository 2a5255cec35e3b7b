"""Every command on an existing process: reads it, applies a function of the domain, saves it."""

from collections.abc import Callable, Collection, Sequence
from uuid import UUID

from chassis.command import Answer, Context
from chassis.database import Transaction
from chassis.domain.event import Event

from processes.commands.process_context import context_for
from processes.domain.process import Process
from processes.domain.process_context import ProcessContext
from processes.domain.values import Reference
from processes.scenarios.loader import Catalogue
from processes.storage.processes import PROCESSES
from processes.storage.save import save

Change = Callable[[Process, ProcessContext], Sequence[Event]]


async def change_process(
    transaction: Transaction,
    context: Context,
    process_id: UUID,
    change: Change,
    catalogue: Catalogue,
    named: Collection[UUID] = (),
) -> Answer:
    """Applies a function of the domain to the process, at the expected version if one was given.

    The prices of the things that the command names are looked up, and for a draft those of the things in its form.
    """
    process = await PROCESSES.get(transaction, process_id, context.expected_version)
    priced = {*named, *(_references(process) if process.status == "draft" else ())}
    process_context = await context_for(transaction, context, catalogue, process, priced)
    return await save(transaction, context, process, change(process, process_context), process_context.scenario)


def _references(process: Process) -> set[UUID]:
    return {value.id for value in process.inputs.values() if isinstance(value, Reference)}
