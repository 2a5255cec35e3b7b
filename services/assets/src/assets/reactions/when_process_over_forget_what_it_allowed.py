"""When a process is over, or begins to be undone, forget what its decisions allowed and nobody has done."""

from datetime import datetime

from chassis.database import Transaction
from chassis.journal.line import JournalLine

from assets.commands.remember_permits import forget_permits


async def when_process_over_forget_what_it_allowed(
    transaction: Transaction,
    line: JournalLine,
    now: datetime,  # noqa: ARG001
) -> None:
    """The sentence."""
    await forget_permits(transaction, line.subject, line.client_id)
