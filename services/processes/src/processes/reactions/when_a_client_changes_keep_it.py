"""When a client joins or changes, keep where it is and its currency."""

from datetime import datetime

from chassis.database import Transaction
from chassis.journal.line import JournalLine
from contracts.gateway.events import ClientChanged

from processes.commands.keep_client import keep_client


async def when_a_client_changes_keep_it(transaction: Transaction, line: JournalLine, now: datetime) -> None:  # noqa: ARG001
    """Keeps the client; a new one and a changed one have the same shape."""
    await keep_client(transaction, ClientChanged.model_validate_json(line.data).state)
