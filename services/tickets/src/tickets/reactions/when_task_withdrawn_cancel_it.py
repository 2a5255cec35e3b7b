"""When a process no longer wants a task, cancel it."""

from datetime import datetime

from chassis.database import Transaction
from chassis.inbox.reactions import context_of
from chassis.journal.line import JournalLine
from contracts.tickets.requests import TaskWithdrawn

from tickets.commands.cancel_task import cancel_task


async def when_task_withdrawn_cancel_it(transaction: Transaction, line: JournalLine, now: datetime) -> None:
    """The sentence."""
    await cancel_task(transaction, context_of(line, now), TaskWithdrawn.model_validate_json(line.data))
