"""What the clock brings to one process or one decision: a moment that was waited for, something overdue, an expiry."""

from uuid import UUID

from chassis.command import Context
from chassis.database import Transaction

from processes.commands.decide import tell_process
from processes.commands.occasion import occasion_for
from processes.domain import deciding
from processes.domain.timers import time_passed
from processes.scenarios.loader import Catalogue
from processes.storage.processes import get, get_decision, save, save_decision


async def let_time_pass(transaction: Transaction, context: Context, process_id: UUID, catalogue: Catalogue) -> None:
    """Goes on where only time was waited for."""
    process = await get(transaction, process_id)
    occasion = occasion_for(context, catalogue, process)
    await save(transaction, context, process, time_passed(process, occasion), occasion.scenario)


async def let_decision_expire(
    transaction: Transaction, context: Context, decision_id: UUID, catalogue: Catalogue
) -> None:
    """The time to decide is over."""
    process, decision = await get_decision(transaction, decision_id)
    happened = deciding.expire(decision, context.now)
    await save_decision(transaction, context, decision, happened)
    await tell_process(transaction, context, process, decision_id, happened, None, "", catalogue)
