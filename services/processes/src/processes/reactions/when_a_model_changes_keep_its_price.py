"""When a hardware model is registered or changes, keep its price."""

from datetime import datetime

from chassis.database import Transaction
from chassis.journal.line import JournalLine
from contracts.assets.events import ModelChanged

from processes.commands.keep_model_price import keep_model_price


async def when_a_model_changes_keep_its_price(transaction: Transaction, line: JournalLine, now: datetime) -> None:  # noqa: ARG001
    """Keeps the price; a new model and a changed one have the same shape."""
    await keep_model_price(transaction, ModelChanged.model_validate_json(line.data).state)
