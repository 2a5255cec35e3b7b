"""Relay on an identity column: the cursor stands on the order in which lines were written, not on that of the commits.

The column is made by whoever starts this (`storm.triggers`): the service itself may not change tables.
"""

from chassis.database import Transaction
from chassis.http.command_runner import CommandRunner
from chassis.http.identity import Verifier
from chassis.inbox.reactions import handler
from chassis.journal import reading
from chassis.journal.line import JournalLine
from chassis.journal.relay import BATCH, Relay
from chassis.process.clock import SystemClock
from chassis.process.command_line import main, open_database
from chassis.process.runtime import Runtime
from fastapi import FastAPI
from processes.api.routes import routes
from processes.reactions import SOURCES, reactions
from processes.scenarios.loader import load_catalogue
from processes.settings import Settings

_AFTER = f"SELECT place, {reading.COLUMNS} FROM journal WHERE place > $1 ORDER BY place LIMIT {BATCH}"
_LAST = "SELECT coalesce(max(place), 0) FROM journal"


class RelayOnIdentity(Relay):
    """Sends what was numbered after the last line it has seen."""

    _last: int | None = None

    async def next_lines(self) -> list[JournalLine]:
        async with self._database.connection(self._database.system) as connection:
            transaction = Transaction(connection)
            if self._last is None:
                self._last = await transaction.value(_LAST)
            rows = await transaction.rows(_AFTER, self._last)
        self._last = rows[-1]["place"] if rows else self._last
        return [reading.to_line(row, self._source, self._generation) for row in rows]


async def build(settings: Settings, roles: frozenset[str]) -> FastAPI:
    """The processes service with that relay; without timers, which nothing here waits for."""
    database, catalogue, clock = await open_database(settings), load_catalogue(), SystemClock()
    runtime = Runtime("processes", settings, roles, database)
    runtime.follow(SOURCES, handler(reactions(catalogue), clock))
    runtime.relay(RelayOnIdentity)
    runner = CommandRunner(database, Verifier.from_file(settings.verify_key_file), clock)
    runtime.serve(routes(runner, catalogue, clock))
    return runtime.app


if __name__ == "__main__":
    main("processes", Settings, build)
