"""A lease makes one of several replicas the leader. Another replica takes over when the leader dies or freezes.

It is a row with an expiry and an epoch, on the database's clock only. A frozen process would never release an advisory lock.
"""

from chassis.database import Database

SECONDS = 3.0
_TAKE = """INSERT INTO lease AS mine (name, holder, epoch, until) VALUES ($1, $2, 1, clock_timestamp() + $3 * interval '1 s')
ON CONFLICT (name) DO UPDATE SET holder = $2, until = clock_timestamp() + $3 * interval '1 s',
  epoch = CASE WHEN mine.holder = $2 AND mine.until > clock_timestamp() THEN mine.epoch ELSE mine.epoch + 1 END
WHERE mine.holder = $2 OR mine.until < clock_timestamp() RETURNING epoch"""


class Lease:
    """One replica's claim to a named lease."""

    def __init__(self, database: Database, name: str, holder: str) -> None:
        self._database = database
        self.name = name
        self.holder = holder
        self.epoch: int | None = None

    async def take(self) -> bool:
        """Takes or renews the lease. Returns true while this replica leads. The epoch then guards every write of a mark."""
        async with self._database.connection(self._database.system) as connection:
            self.epoch = await connection.fetchval(_TAKE, self.name, self.holder, SECONDS)
        return self.epoch is not None

    async def give_up(self) -> None:
        """Ends the lease, so that another replica can take over at once."""
        if self.epoch is None:
            return
        async with self._database.connection(self._database.system) as connection:
            await connection.execute(
                "UPDATE lease SET until = clock_timestamp() WHERE name = $1 AND holder = $2", self.name, self.holder
            )
        self.epoch = None
