"""How far everybody is, asked of the databases while the storm blows: heads, watermarks, what is still under way."""

import asyncio
import time
from dataclasses import dataclass

import asyncpg
from installation.installation import Installation

from storm.evidence import FOLLOWS, SERVICES
from storm.gathering import connect

Heads = dict[str, list[int]]
Marks = dict[tuple[str, str], list[int]]
_HEADS = "SELECT coalesce(array_agg(head ORDER BY shard), '{}') FROM journal_shard"
_MARKS = """SELECT source, generation, array_agg(seq ORDER BY shard) FROM inbox GROUP BY source, generation"""
_GENERATION = "SELECT generation::text FROM journal_generation ORDER BY number DESC LIMIT 1"
_UNDER_WAY = {
    "notifications": "SELECT count(*) FROM delivery WHERE state IN ('due', 'sending')",
    "processes": "SELECT count(*) FROM process WHERE ended_at IS NULL AND state -> 'next_move' ->> 'side' = 'system'",
}
AWAY = (OSError, asyncpg.PostgresError, asyncpg.InterfaceError, TimeoutError)


@dataclass(frozen=True, slots=True)
class Progress:
    """One look at all databases."""

    heads: Heads
    marks: Marks
    under_way: int

    def has_applied(self, heads: Heads) -> bool:
        """Whether every consumer is at least where the owners were then."""
        return all(
            len(self.marks.get((consumer, source), ())) == len(heads[source])
            and all(mark >= head for mark, head in zip(self.marks[consumer, source], heads[source], strict=True))
            for consumer, sources in FOLLOWS.items()
            for source in sources
        )

    @property
    def quiet(self) -> bool:
        """Whether nothing is left to do for anybody but people."""
        return self.under_way == 0 and self.has_applied(self.heads)


async def look(installation: Installation) -> Progress:
    """One look; raises one of AWAY while PostgreSQL is away."""
    heads: Heads = {}
    generations: dict[str, str] = {}
    marks: list[tuple[str, str, str, list[int]]] = []
    under_way = 0
    for service in SERVICES:
        connection = await connect(installation, service)
        try:
            heads[service] = await connection.fetchval(_HEADS)
            generations[service] = await connection.fetchval(_GENERATION)
            marks += [(service, *row) for row in await connection.fetch(_MARKS)]
            under_way += await connection.fetchval(_UNDER_WAY[service]) if service in _UNDER_WAY else 0
        finally:
            await connection.close()
    current = {(service, source): seqs for service, source, of, seqs in marks if generations.get(source) == of}
    return Progress(heads, current, under_way)


async def applied_since(installation: Installation, seconds: float) -> bool:
    """Waits until everybody has applied all that is committed now; false when it takes longer than `seconds`."""
    heads: Heads | None = None
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        try:
            found = await look(installation)
            heads = heads or found.heads
            if found.has_applied(heads):
                return True
        except AWAY:
            pass  # another fault came
        await asyncio.sleep(0.5)
    return False


async def quiet(installation: Installation, seconds: float) -> float | None:
    """Waits until nothing moves any more; returns how long that took, or None."""
    began = time.monotonic()
    before: Progress | None = None
    while time.monotonic() < began + seconds:
        try:
            found = await look(installation)
            if before is not None and found.quiet and found.heads == before.heads:
                return time.monotonic() - began
            before = found
        except AWAY:
            before = None
        await asyncio.sleep(1)
    return None
