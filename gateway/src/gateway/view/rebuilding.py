"""Building the view anew from the owners' feeds, and saying while it is not yet as it was."""

import asyncio

import structlog
from chassis.database import Database, Transaction
from chassis.inbox.following import Follower

log = structlog.get_logger(__name__)
LOOK_SECONDS = 2.0
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


async def say_when_rebuilt(database: Database, follower: Follower) -> None:
    """Takes back the word that the view is being rebuilt once everything is there again; for ever."""
    while True:
        await asyncio.sleep(LOOK_SECONDS)
        try:
            if follower.age() is not None:
                async with database.system_transaction() as transaction:
                    await transaction.execute(_REBUILT)
        except Exception as error:
            log.debug("view.not_asked", error=repr(error))


_REBUILT = "UPDATE view_head SET rebuilding_since = NULL WHERE rebuilding_since IS NOT NULL"
