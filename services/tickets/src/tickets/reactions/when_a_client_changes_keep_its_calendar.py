"""When a client joins or changes, keep its calendar."""

from datetime import datetime

from chassis.database import Transaction
from chassis.journal.line import JournalLine
from contracts.gateway.events import ClientChanged

from tickets.commands.keep_client_calendar import keep_client_calendar


async def when_a_client_changes_keep_its_calendar(transaction: Transaction, line: JournalLine, now: datetime) -> None:  # noqa: ARG001
    """The sentence; a new client and a changed one have the same shape."""
    await keep_client_calendar(transaction, ClientChanged.model_validate_json(line.data).state)
