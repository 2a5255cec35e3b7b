"""When the client approves a decision, remember it: hardware may be retired by it."""

from datetime import datetime

from chassis.database import Transaction
from chassis.journal.line import JournalLine

from assets.commands.remember_approval import remember_approval


async def when_decision_approved_remember_it(transaction: Transaction, line: JournalLine, now: datetime) -> None:  # noqa: ARG001
    """The sentence."""
    await remember_approval(transaction, line.subject, line.client_id, line.occurred_at)
