"""How the view stands: where its newest event is, up to when it is complete, and whether it is being built anew.

Those that project tell it, those that serve read it; they may be different processes, and the first may have stopped.
"""

import asyncio
from dataclasses import dataclass
from datetime import UTC, datetime

import structlog
from chassis.database import Database
from chassis.inbox.following import Follower

log = structlog.get_logger(__name__)
TELL_SECONDS = 2.0
_READ = "SELECT position, up_to_date_at, rebuilding_since, clock_timestamp() AS now FROM view_head"
_TELL = """WITH told AS (SELECT clock_timestamp() - make_interval(secs => $1) AS at)
UPDATE view_head SET up_to_date_at = greatest(up_to_date_at, told.at),
  rebuilding_since = CASE WHEN rebuilding_since > told.at THEN rebuilding_since END FROM told"""


@dataclass(frozen=True, slots=True)
class Head:
    """How the view stood when it was asked, by its database's clock."""

    position: int
    up_to_date_at: datetime | None
    """Everything the owners knew then is in the view; None before that was so for the first time."""
    rebuilding_since: datetime | None
    read_at: datetime

    @property
    def age(self) -> float:
        """Seconds since it was complete; 0 where it never was, which is a view that begins."""
        return (self.read_at - (self.up_to_date_at or self.read_at)).total_seconds()


async def read_head(database: Database) -> Head:
    """How the view stands now."""
    async with database.connection(database.system) as connection:
        row = await connection.fetchrow(_READ)
    assert row is not None  # made by the first migration, never removed
    return Head(row["position"], row["up_to_date_at"], row["rebuilding_since"], row["now"].astimezone(UTC))


async def keep_telling(database: Database, follower: Follower) -> None:
    """Tells for ever how old the view is, and that it is rebuilt once it is complete again."""
    while True:
        await asyncio.sleep(TELL_SECONDS)
        try:
            await tell(database, follower.age())
        except Exception as error:
            log.debug("view.not_told", error=repr(error))


async def tell(database: Database, age: float | None) -> None:
    """Tells that the view was complete `age` seconds ago; nothing when that is not known."""
    if age is not None:
        async with database.system_transaction() as transaction:
            await transaction.execute(_TELL, age)
