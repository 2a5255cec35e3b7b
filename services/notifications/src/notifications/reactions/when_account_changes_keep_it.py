"""When an account is made or changed, keep it in the directory."""

from datetime import datetime

from chassis.database import Transaction
from chassis.journal.line import JournalLine
from contracts.gateway.events import AccountChanged

from notifications.commands.keep_directory import keep_account


async def when_account_changes_keep_it(transaction: Transaction, line: JournalLine, now: datetime) -> None:  # noqa: ARG001
    """The sentence; a new account and a changed one have the same shape."""
    await keep_account(transaction, AccountChanged.model_validate_json(line.data).state)
