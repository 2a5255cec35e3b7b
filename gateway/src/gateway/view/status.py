"""The view's status: the position of its newest event, when it was last complete, and whether it is being rebuilt.

The replicas that project record it and the replicas that serve read it; they may be different processes.
"""

import asyncio
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import structlog
from chassis.database import Database
from chassis.database.statements import Statement
from chassis.database.tables import Moment
from chassis.inbox.following import Follower
from sqlalchemy import Interval, bindparam, case, func, select, update

from gateway.storage.tables import view_status

log = structlog.get_logger(__name__)
RECORD_SECONDS = 2.0
_NOW = func.clock_timestamp(type_=Moment)
_READ = Statement(
    select(view_status.c.position, view_status.c.up_to_date_at, view_status.c.rebuilding_since, _NOW.label("now"))
)
_COMPLETE = select((_NOW - bindparam("age", type_=Interval)).label("at")).cte("complete")
_RECORD_AGE = Statement(
    update(view_status).values(
        up_to_date_at=func.greatest(view_status.c.up_to_date_at, _COMPLETE.c.at),
        rebuilding_since=case((view_status.c.rebuilding_since > _COMPLETE.c.at, view_status.c.rebuilding_since)),
    )
)


@dataclass(frozen=True, slots=True)
class ViewStatus:
    """The status at the moment `read_at`; all times are the database's."""

    position: int
    up_to_date_at: datetime | None
    """When the view last held everything the owners knew; None until that has been so once."""
    rebuilding_since: datetime | None
    read_at: datetime

    @property
    def age(self) -> float:
        """Returns the seconds since the view was complete; 0 for a new view that never was."""
        return (self.read_at - (self.up_to_date_at or self.read_at)).total_seconds()


async def read_view_status(database: Database) -> ViewStatus:
    """Returns the view's present status."""
    async with database.connection(database.system) as connection:
        row = await connection.fetchrow(*_READ())
    assert row is not None  # made by the first migration, never removed
    return ViewStatus(row["position"], row["up_to_date_at"], row["rebuilding_since"], row["now"].astimezone(UTC))


async def record_age_forever(database: Database, follower: Follower) -> None:
    """Records the view's age every two seconds; a failure is logged and tried again."""
    while True:
        await asyncio.sleep(RECORD_SECONDS)
        try:
            await record_age(database, follower.age())
        except Exception as error:
            log.debug("view.age_not_recorded", error=repr(error))


async def record_age(database: Database, age: float | None) -> None:
    """Records that the view was complete `age` seconds ago, which ends a rebuild begun before; None records nothing."""
    if age is not None:
        async with database.system_transaction() as transaction:
            await transaction.execute(*_RECORD_AGE(age=timedelta(seconds=age)))
