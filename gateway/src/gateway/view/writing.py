"""Puts a batch of events into the view: one call a batch, whatever its size.

What `view_write` does with the rows stands in the migration that makes it. They travel as JSON, because asyncpg looks at each
element of an array several times before it is encoded: a quarter of the projection's processor time.
"""

import asyncio
from collections.abc import Sequence

from chassis.database import Transaction
from chassis.journal.line import JournalLine

from gateway.view.rows import Rows, to_json

PORTION = 50
"""Lines after which others go on for a moment: requests, and the batch before, which leaves through its socket in parts."""


async def project(transaction: Transaction, lines: Sequence[JournalLine]) -> None:
    """Applies a batch of lines to the view (a batch handler of the inbox)."""
    rows = Rows()
    for start in range(0, len(lines), PORTION):
        rows.add(lines[start : start + PORTION])
        await asyncio.sleep(0)
    # In the order of their ids, so that two projections of the same things wait for each other and never both.
    things = sorted(rows.things.values(), key=lambda thing: thing["id"])
    values = to_json(things), to_json(rows.link_rows()), to_json(rows.timeline)
    await transaction.write_at_the_end(_view_write, values)


def _view_write(first: int) -> str:
    return f"view_write(${first}, ${first + 1}, ${first + 2})"
