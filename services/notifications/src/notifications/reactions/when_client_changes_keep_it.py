"""When a client joins or changes, keep its name and time zone in the directory."""

from datetime import datetime

from chassis.database import Transaction
from chassis.journal.line import JournalLine
from contracts.gateway.events import ClientChanged

from notifications.commands.keep_directory import keep_client


async def when_client_changes_keep_it(transaction: Transaction, line: JournalLine, now: datetime) -> None:  # noqa: ARG001
    """The sentence; a new client and a changed one have the same shape."""
    await keep_client(transaction, ClientChanged.model_validate_json(line.data).state)
