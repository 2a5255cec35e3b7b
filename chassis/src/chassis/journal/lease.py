"""A lease: one of several replicas leads, and another takes over when it dies or freezes.

A row with an expiry and an epoch, on the database's clock only. An advisory lock would never leave a frozen process.
"""

from chassis.database import Database

SECONDS = 3.0
_TAKE = """INSERT INTO lease AS mine (name, holder, epoch, until) VALUES ($1, $2, 1, clock_timestamp() + $3 * interval '1 s')
ON CONFLICT (name) DO UPDATE SET holder = $2, until = clock_timestamp() + $3 * interval '1 s',
  epoch = CASE WHEN mine.holder = $2 AND mine.until > clock_timestamp() THEN mine.epoch ELSE mine.epoch + 1 END
WHERE mine.holder = $2 OR mine.until < clock_timestamp() RETURNING epoch"""


class Lease:
    """One replica's hold (or wish to hold) on a named lease."""

    def __init__(self, database: Database, name: str, holder: str) -> None:
        self._database = database
        self.name = name
        self.holder = holder
        self.epoch: int | None = None

    async def take(self) -> bool:
        """Takes or renews the lease; true while this replica leads. Its epoch then guards every write of a mark."""
        async with self._database.connection(self._database.system) as connection:
            self.epoch = await connection.fetchval(_TAKE, self.name, self.holder, SECONDS)
        return self.epoch is not None

    async def give_up(self) -> None:
        """Lets another replica take over at once."""
        if self.epoch is None:
            return
        async with self._database.connection(self._database.system) as connection:
            await connection.execute(
                "UPDATE lease SET until = clock_timestamp() WHERE name = $1 AND holder = $2", self.name, self.holder
            )
        self.epoch = None
