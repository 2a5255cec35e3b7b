"""When the client approves a decision, remember what it allows: hardware may be retired by it."""

from datetime import datetime

from chassis.database import Transaction
from chassis.journal.line import JournalLine
from contracts.processes.events import DecisionApproved

from assets.commands.remember_permits import remember_permits


async def when_decision_approved_remember_what_it_allows(
    transaction: Transaction,
    line: JournalLine,
    now: datetime,  # noqa: ARG001
) -> None:
    """The sentence."""
    await remember_permits(transaction, DecisionApproved.model_validate_json(line.data).state)
