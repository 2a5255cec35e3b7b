"""Writes the row of a process, a decision or a scenario, and notes its journal lines for the end of the transaction."""

from collections.abc import Sequence
from typing import Any

from chassis.database import Transaction
from chassis.journal.line import JournalLine
from chassis.journal.writing import stale_row


async def write_row(
    transaction: Transaction, statement: str, values: Sequence[Any], lines: Sequence[JournalLine]
) -> None:
    """Refuses as stale when there is no row to update; then nothing of the transaction is committed."""
    if await transaction.execute(statement, *values) == 0:
        raise stale_row()
    await transaction.note(lines)
