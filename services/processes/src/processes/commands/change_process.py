"""Every command on a process that is there: read it, decide with its scenario, save."""

from collections.abc import Callable, Sequence
from uuid import UUID

from chassis.commanding import Answer
from chassis.context import Context
from chassis.database import Transaction

from processes.commands.occasion import occasion_for
from processes.domain.events import Event
from processes.domain.process import Process
from processes.domain.unfolding import Occasion
from processes.scenarios.loader import Catalogue
from processes.storage.processes import get, save

Change = Callable[[Process, Occasion], Sequence[Event]]


async def change_process(
    transaction: Transaction, context: Context, process_id: UUID, change: Change, catalogue: Catalogue
) -> Answer:
    """Applies a function of the domain to the process, at the expected version if one was given."""
    process = await get(transaction, process_id, context.expected_version)
    occasion = occasion_for(context, catalogue, process)
    return await save(transaction, context, process, change(process, occasion), occasion.scenario)
