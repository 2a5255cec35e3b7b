"""Watermarks: how far each shard of each source has been applied. Moved only in the transaction of the effect."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from chassis.database import Transaction
from chassis.identifiers import SHARDS

Place = tuple[str, str, int]
"""(source, generation, shard)."""
_SEED = """INSERT INTO inbox (source, generation, shard, seq)
SELECT $1, $2, shard, 0 FROM generate_series(0, $3::int - 1) AS shard ON CONFLICT DO NOTHING"""
_LOCK = """SELECT source, generation, shard, seq FROM inbox
WHERE (source, generation, shard) IN (SELECT * FROM unnest($1::text[], $2::text[], $3::smallint[]))
ORDER BY source, generation, shard FOR UPDATE"""
_MOVE = """UPDATE inbox SET seq = moved.seq, applied_at = clock_timestamp()
FROM unnest($1::text[], $2::text[], $3::smallint[], $4::bigint[]) AS moved (source, generation, shard, seq)
WHERE (inbox.source, inbox.generation, inbox.shard) = (moved.source, moved.generation, moved.shard)"""


@dataclass(slots=True)
class Watermarks:
    """The watermarks a transaction has locked, and how far it has moved them."""

    marks: dict[Place, int]
    _moved: set[Place] = field(default_factory=set)

    def move(self, place: Place, seq: int) -> None:
        self.marks[place] = seq
        self._moved.add(place)

    async def save(self, transaction: Transaction) -> None:
        """Writes the moved watermarks."""
        places = sorted(self._moved)
        if places:
            await transaction.execute(
                _MOVE,
                [p[0] for p in places],
                [p[1] for p in places],
                [p[2] for p in places],
                [self.marks[p] for p in places],
            )


async def lock(transaction: Transaction, places: Iterable[Place]) -> Watermarks:
    """Locks and reads the watermarks of these places; two consumers of the same shard wait for each other here."""
    wanted = sorted(set(places))
    columns = [p[0] for p in wanted], [p[1] for p in wanted], [p[2] for p in wanted]
    rows = await transaction.rows(_LOCK, *columns)
    if len(rows) < len(wanted):
        for source, generation in {(p[0], p[1]) for p in wanted}:
            await seed(transaction, source, generation)
        rows = await transaction.rows(_LOCK, *columns)
    return Watermarks({(row["source"], row["generation"], row["shard"]): row["seq"] for row in rows})


async def seed(transaction: Transaction, source: str, generation: str) -> None:
    """Makes the watermarks of a source's generation when it is heard of for the first time."""
    await transaction.execute(_SEED, source, generation, SHARDS)


async def continue_generation(transaction: Transaction, source: str, generation: str, base: list[int]) -> None:
    """A source was restored from a backup: a new generation starts where old and new history are the same.

    What was applied up to `base` stays applied; numbers after it are given out again and mean something else.
    """
    known = await transaction.rows("SELECT shard, max(seq) AS seq FROM inbox WHERE source = $1 GROUP BY shard", source)
    await seed(transaction, source, generation)
    marks = {row["shard"]: min(row["seq"], base[row["shard"]]) for row in known}
    await transaction.execute(
        """UPDATE inbox SET seq = started.seq FROM unnest($3::smallint[], $4::bigint[]) AS started (shard, seq)
        WHERE inbox.source = $1 AND inbox.generation = $2 AND inbox.shard = started.shard AND inbox.seq = 0""",
        source,
        generation,
        list(marks),
        list(marks.values()),
    )


async def of_source(transaction: Transaction, source: str, generation: str) -> list[int]:
    """The watermarks of all shards of a source, shard 0 first."""
    await seed(transaction, source, generation)
    rows = await transaction.rows(
        "SELECT seq FROM inbox WHERE source = $1 AND generation = $2 ORDER BY shard", source, generation
    )
    return [row["seq"] for row in rows]
