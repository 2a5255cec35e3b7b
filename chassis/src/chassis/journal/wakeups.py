"""Waking the relay that leads in another process: one coalesced NOTIFY, from a connection of its own.

Never inside the writing transaction, where it would make all commits queue (bus facts, in docs/architecture.md). It only
makes things fast: the relay's own poll is the net below, so whatever goes wrong here is dropped.
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
SHORTEST_SECONDS = 0.005
AGAIN_SECONDS = 1.0


async def notify(database: Database, leads: Callable[[], bool]) -> None:
    """Tells the other processes of commits here, for ever, unless the leading relay is in this one."""
    listener = database.committed.listener()
    connection: Any = None
    try:
        while True:
            if not await listener.wait(60) or leads():
                continue
            try:
                connection = connection or await asyncpg.connect(database.system_url, timeout=5)
                await connection.execute(f"SELECT pg_notify('{CHANNEL}', '')")
                await asyncio.sleep(SHORTEST_SECONDS)
            except Exception as error:
                log.debug("notify.failed", error=repr(error))
                _throw_away(connection)
                connection = None
                await asyncio.sleep(AGAIN_SECONDS)
    finally:
        listener.close()
        _throw_away(connection)


async def listen(database: Database, wake: Callable[[], None]) -> None:
    """Calls `wake` whenever another process says that it committed, for ever."""
    connection: Any = None
    try:
        while True:
            try:
                gone = asyncio.Event()
                connection = await asyncpg.connect(database.system_url, timeout=5)
                connection.add_termination_listener(lambda _: gone.set())  # noqa: B023 - one event a connection
                await connection.add_listener(CHANNEL, lambda *_: wake())
                await gone.wait()
            except Exception as error:
                log.debug("listen.failed", error=repr(error))
            _throw_away(connection)
            await asyncio.sleep(AGAIN_SECONDS)
    finally:
        _throw_away(connection)


def _throw_away(connection: Any) -> None:
    if connection is not None:
        with suppress(Exception):
            connection.terminate()
