"""When an account is created or changed, update the directory."""

from datetime import datetime

from chassis.database import Transaction
from chassis.journal.line import JournalLine
from contracts.gateway.events import AccountChanged

from notifications.commands.update_directory import update_account


async def when_account_changes_update_directory(transaction: Transaction, line: JournalLine, now: datetime) -> None:  # noqa: ARG001
    """The sentence; a new account and a changed one have the same shape."""
    await update_account(transaction, AccountChanged.model_validate_json(line.data).state)
