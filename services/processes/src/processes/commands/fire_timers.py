"""Applies the passing of time to one process or one decision."""

from uuid import UUID

from chassis.command import Context
from chassis.database import Transaction

from processes.commands.change_process import change_process
from processes.commands.decide import close_decision_step
from processes.domain import deciding
from processes.domain.timers import fire_timers
from processes.scenarios.loader import Catalogue
from processes.storage.decisions import DECISIONS, get_with_process


async def fire_process_timers(
    transaction: Transaction, context: Context, process_id: UUID, catalogue: Catalogue
) -> None:
    """Finishes steps whose moment has come, and records overdue ones."""
    await change_process(transaction, context, process_id, fire_timers, catalogue)


async def expire_decision(transaction: Transaction, context: Context, decision_id: UUID, catalogue: Catalogue) -> None:
    """Expires a decision whose time is over."""
    process, decision = await get_with_process(transaction, decision_id)
    happened = deciding.expire(decision, context.now)
    await DECISIONS.save(transaction, context, decision, happened)
    await close_decision_step(transaction, context, process, decision_id, happened, catalogue)
