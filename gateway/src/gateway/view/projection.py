"""Writes batches of journal lines into the view, and empties it for a rebuild.

The functions `view_write` and `view_clear` stand in `migrations/sql`. Rows travel as JSON because asyncpg looks at each
element of an array several times before it encodes it, which cost a quarter of the projection's processor time.
"""

import asyncio
from collections.abc import Sequence

from chassis.database import Transaction
from chassis.database.statements import Statement
from chassis.journal.line import JournalLine
from sqlalchemy import func, select

from gateway.view.rows import ViewRows, to_json

LINES_BEFORE_YIELD = 50
"""After so many lines other tasks run: requests, and the previous batch, which is sent through its socket in parts."""
_CLEAR = Statement(select(func.view_clear()))


async def project(transaction: Transaction, lines: Sequence[JournalLine]) -> None:
    """Applies a batch of lines to the view, as a batch handler of the inbox."""
    rows = ViewRows()
    for start in range(0, len(lines), LINES_BEFORE_YIELD):
        rows.add(lines[start : start + LINES_BEFORE_YIELD])
        await asyncio.sleep(0)
    # Sorted by id, so that two projections of the same things wait for each other and never deadlock.
    things = sorted(rows.things.values(), key=lambda thing: thing["id"])
    values = to_json(things), to_json(rows.link_rows()), to_json(rows.timeline)
    await transaction.write_at_the_end(_view_write, values)


async def clear_view(transaction: Transaction) -> None:
    """Empties the view and its watermarks, so that it is rebuilt. Parked lines come again and are parked again."""
    await transaction.execute(*_CLEAR())


def _view_write(parameter: int) -> str:
    return f"view_write(${parameter}, ${parameter + 1}, ${parameter + 2})"
