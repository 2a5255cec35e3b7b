"""Building the view anew from the owners' feeds."""

from chassis.database import Transaction

_CLEAR = """TRUNCATE thing, timeline, link, move_count;
DELETE FROM inbox;
DELETE FROM parked WHERE subject IS NOT NULL;
UPDATE view_head SET rebuilding_since = clock_timestamp()"""


async def clear(transaction: Transaction) -> None:
    """Empties the view and forgets how far it was: the next look at the owners' heads builds it anew.

    What was parked comes again and is parked again, in its order. Positions go on from where they were, so that a stream's
    cursor never points at something else.
    """
    await transaction.execute(_CLEAR)
