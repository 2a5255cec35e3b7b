"""The points of the protocol at which a death would hurt, as they can be seen from outside: in a database."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from typing import Any

from installation.installation import Installation

from storm.gathering import connect
from storm.progress import AWAY

LOOK_SECONDS = 0.004
LONGEST_SECONDS = 20.0
"""When a moment does not come, the process is killed anyway."""
Sight = Callable[[Any, Any], Awaitable[bool]]
"""From a connection and what was seen first to whether this is the moment."""

_UNSENT = "SELECT EXISTS (SELECT 1 FROM journal_shard JOIN relay_mark USING (shard) WHERE head > sent)"
_MARKS = "SELECT coalesce(sum(seq), 0)::bigint FROM inbox"
_REQUESTS = "SELECT count(*) FROM journal WHERE addressee = 'assets'"
_SENDING = "SELECT EXISTS (SELECT 1 FROM delivery WHERE channel = 'mail' AND state = 'sending')"

MOMENTS: dict[str, tuple[str, str]] = {
    "a mail is on its way": ("notifications", _SENDING),
    "committed, not yet sent": ("tickets", _UNSENT),
    "applied, not yet acknowledged": ("gateway", _MARKS),
    "asked, not yet answered": ("processes", _REQUESTS),
}
"""Name -> whose database is watched, and the query: true at the moment, or a number that moves at it."""


async def wait_for(installation: Installation, name: str) -> bool:
    """Waits for a moment; false when it did not come in time."""
    service, query = MOMENTS[name]
    end = time.monotonic() + LONGEST_SECONDS
    while time.monotonic() < end:
        try:
            connection = await connect(installation, service)
        except AWAY:
            await asyncio.sleep(0.2)
            continue
        try:
            return await _watch(connection, query, end)
        except AWAY:
            continue
        finally:
            connection.terminate()
    return False


async def _watch(connection: Any, query: str, end: float) -> bool:
    first = await connection.fetchval(query)
    while time.monotonic() < end:
        now = await connection.fetchval(query)
        if now is True or (now is not False and now != first):
            return True
        await asyncio.sleep(LOOK_SECONDS)
    return False
