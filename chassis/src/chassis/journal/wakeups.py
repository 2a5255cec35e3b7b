"""Wakes the leading relay in another process with one coalesced NOTIFY, from a connection of its own.

It is never sent inside the writing transaction, where it would make all commits queue.
It only saves time: the relay polls too, so errors here are ignored.
"""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import asyncpg
import structlog

from chassis.database import Database

log = structlog.get_logger(__name__)
CHANNEL = "journal"
COALESCE_SECONDS = 0.005
RETRY_SECONDS = 1.0


async def notify(database: Database, leads: Callable[[], bool]) -> None:
    """Notifies other processes of commits in this one until cancelled, except while the leading relay is in this process."""
    listener = database.committed.listener()
    connection: Any = None
    try:
        while True:
            if not await listener.wait(60) or leads():
                continue
            try:
                connection = connection or await asyncpg.connect(database.system_url, timeout=5)
                await connection.execute(f"SELECT pg_notify('{CHANNEL}', '')")
                await asyncio.sleep(COALESCE_SECONDS)
            except Exception as error:
                log.debug("notify.failed", error=repr(error))
                _terminate(connection)
                connection = None
                await asyncio.sleep(RETRY_SECONDS)
    finally:
        listener.close()
        _terminate(connection)


async def listen(database: Database, wake: Callable[[], None]) -> None:
    """Calls `wake` whenever another process notifies of a commit, until cancelled."""
    connection: Any = None
    try:
        while True:
            try:
                connection_lost = asyncio.Event()
                connection = await asyncpg.connect(database.system_url, timeout=5)
                connection.add_termination_listener(lambda _: connection_lost.set())  # noqa: B023 - one event per connection
                await connection.add_listener(CHANNEL, lambda *_: wake())
                await connection_lost.wait()
            except Exception as error:
                log.debug("listen.failed", error=repr(error))
            _terminate(connection)
            await asyncio.sleep(RETRY_SECONDS)
    finally:
        _terminate(connection)


def _terminate(connection: Any) -> None:
    if connection is not None:
        with suppress(Exception):
            connection.terminate()
