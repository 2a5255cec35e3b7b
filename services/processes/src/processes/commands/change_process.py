"""Every command on a process that is there: read it, decide with its scenario, save."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from uuid import UUID

from chassis.command import Answer, Context
from chassis.database import Transaction

from processes.commands.occasion import occasion_for
from processes.domain.events import Event
from processes.domain.process import Process
from processes.domain.unfolding import Occasion
from processes.domain.values import Reference
from processes.scenarios.loader import Catalogue
from processes.storage.model_prices import prices_of
from processes.storage.processes import get, save

Change = Callable[[Process, Occasion], Sequence[Event]]


async def change_process(
    transaction: Transaction,
    context: Context,
    process_id: UUID,
    change: Change,
    catalogue: Catalogue,
    named: Collection[UUID] = (),
) -> Answer:
    """Applies a function of the domain to the process, at the expected version if one was given.

    `named`: the things the command names; what they cost is looked up, and for a draft what its form named before.
    """
    process = await get(transaction, process_id, context.expected_version)
    priced = {*named, *(_references(process) if process.status == "draft" else ())}
    occasion = replace(occasion_for(context, catalogue, process), prices=await prices_of(transaction, priced))
    return await save(transaction, context, process, change(process, occasion), occasion.scenario)


def _references(process: Process) -> set[UUID]:
    return {value.id for value in process.inputs.values() if isinstance(value, Reference)}
