"""When a client joins or changes, update its name and time zone in the directory."""

from datetime import datetime

from chassis.database import Transaction
from chassis.journal.line import JournalLine
from contracts.gateway.events import ClientChanged

from notifications.commands.update_directory import update_client


async def when_client_changes_update_directory(transaction: Transaction, line: JournalLine, now: datetime) -> None:  # noqa: ARG001
    """The sentence; a new client and a changed one have the same shape."""
    await update_client(transaction, ClientChanged.model_validate_json(line.data).state)
