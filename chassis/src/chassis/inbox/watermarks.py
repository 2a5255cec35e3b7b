"""Watermarks say how far each shard of each source has been applied. They move only in the transaction of the effect."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from chassis.database import Transaction
from chassis.database.transaction import scope_text
from chassis.identifiers import SHARDS
from chassis.journal.reading import Heads

Place = tuple[str, str, int]
"""(source, generation, shard)."""
_LOCK = """SELECT source, generation, shard, seq FROM inbox
WHERE (source, generation, shard) IN (SELECT * FROM unnest($1::text[], $2::text[], $3::smallint[])) AND ended_at IS NULL
ORDER BY source, generation, shard FOR UPDATE"""
_SEEN = """SELECT source, generation, shard, seq FROM inbox
WHERE (source, generation) IN (SELECT * FROM unnest($1::text[], $2::text[])) AND ended_at IS NULL"""
_MOVE = """UPDATE inbox SET seq = moved.seq, applied_at = clock_timestamp()
FROM unnest($1::text[], $2::text[], $3::smallint[], $4::bigint[]) AS moved (source, generation, shard, seq)
WHERE (inbox.source, inbox.generation, inbox.shard) = (moved.source, moved.generation, moved.shard)"""

_CONTINUE = """INSERT INTO inbox (source, generation, shard, seq)
SELECT $1, $2, shard, seq FROM unnest($3::smallint[], $4::bigint[]) AS started (shard, seq) ON CONFLICT DO NOTHING"""

_LOCK_SOURCE = """SELECT generation, shard, seq, ended_at IS NOT NULL AS ended FROM inbox WHERE source = $1
ORDER BY generation, shard FOR UPDATE"""
# The mark of an ended generation is the last number that still counts.
_END = """UPDATE inbox SET ended_at = clock_timestamp(), seq = least(inbox.seq, kept.seq)
FROM unnest($3::smallint[], $4::bigint[]) AS kept (shard, seq)
WHERE source = $1 AND generation <> $2 AND ended_at IS NULL AND inbox.shard = kept.shard"""


class GenerationUnknown(Exception):
    """A generation has no watermarks (yet, or any more). The caller asks the owner where it continues."""


@dataclass(slots=True)
class Watermarks:
    """The watermarks that a transaction has read, and how far it has moved them."""

    marks: dict[Place, int]
    _before: dict[Place, int] = field(default_factory=dict)

    def move(self, place: Place, seq: int) -> None:
        self._before.setdefault(place, self.marks[place])
        self.marks[place] = seq

    async def save(self, transaction: Transaction) -> None:
        """Writes the moved watermarks."""
        places = sorted(self._before)
        if places:
            await transaction.execute(_MOVE, *_columns(places), [self.marks[place] for place in places])

    def save_at_the_end(self, transaction: Transaction, clients: Sequence[UUID], subjects: Sequence[UUID]) -> None:
        """Moves the watermarks in the transaction's last statement, which raises when they are not as expected."""
        places = sorted(self._before)
        scope = scope_text(clients) if transaction.scoped else None
        before, after = [self._before[place] for place in places], [self.marks[place] for place in places]
        transaction.check_at_the_end(_move_call, (scope, *_columns(places), before, after, list(set(subjects))))


def _columns(places: Sequence[tuple[Any, ...]], width: int = 3) -> list[list[Any]]:
    """Returns the places as columns, which the statements unnest."""
    return [[place[number] for place in places] for number in range(width)]


def _move_call(first: int) -> str:
    return f"inbox_move({', '.join(f'${number}' for number in range(first, first + 7))})"


async def lock(transaction: Transaction, places: Iterable[Place]) -> Watermarks:
    """Reads and locks the watermarks of these places. Two consumers of the same shard wait for each other here."""
    wanted = sorted(set(places))
    rows = await transaction.rows(_LOCK, *_columns(wanted))
    if len(rows) < len(wanted):
        raise GenerationUnknown(str(wanted))
    return Watermarks({(row["source"], row["generation"], row["shard"]): row["seq"] for row in rows})


async def seen(transaction: Transaction, of: Iterable[tuple[str, str]]) -> dict[Place, int]:
    """Reads the watermarks of all shards of these sources and generations without locking them."""
    wanted = sorted(of)
    rows = await transaction.rows(_SEEN, *_columns(wanted, 2))
    return {(row["source"], row["generation"], row["shard"]): row["seq"] for row in rows}


async def continue_generation(transaction: Transaction, source: str, heads: Heads) -> bool:
    """Creates the watermarks of a new generation and ends earlier ones. Returns true when applied lines were taken back.

    A source that was restored from a backup begins a new generation. What was applied of the newest generation known here
    stays applied, up to the base of each later generation. Numbers after that were assigned again and mean something else.
    From here on nothing of an ended generation is applied, by any replica that still follows it. Raises `GenerationUnknown`
    when these heads are out of date.
    """
    rows = await transaction.rows(_LOCK_SOURCE, source)
    if any(row["ended"] and row["generation"] == heads.generation for row in rows):
        raise GenerationUnknown(f"{source} answered with a generation that has ended")
    known = {row["generation"] for row in rows}
    names = [generation for generation, _ in heads.bases]
    last = max((number for number, name in enumerate(names) if name in known), default=None)
    bases = [base for _, base in heads.bases[last + 1 :]] if last is not None else [[0] * SHARDS]
    marks = {row["shard"]: row["seq"] for row in rows if last is not None and row["generation"] == names[last]}
    starts = {shard: min([marks.get(shard, 0), *(base[shard] for base in bases)]) for shard in range(SHARDS)}
    columns = list(starts), list(starts.values())
    await transaction.execute(_CONTINUE, source, heads.generation, *columns)
    await transaction.execute(_END, source, heads.generation, *columns)
    return any(starts[row["shard"]] < row["seq"] for row in rows if not row["ended"])


async def newest_generation(transaction: Transaction, source: str) -> str | None:
    """Returns the generation of a source that was followed last here, or None."""
    name: str | None = await transaction.value(
        "SELECT generation FROM inbox WHERE source = $1 AND ended_at IS NULL ORDER BY applied_at DESC LIMIT 1", source
    )
    return name


async def of_source(transaction: Transaction, source: str, generation: str) -> list[int]:
    """Returns the watermarks of all shards of a source, shard 0 first. Raises GenerationUnknown when there are none."""
    rows = await transaction.rows(
        "SELECT seq FROM inbox WHERE source = $1 AND generation = $2 AND ended_at IS NULL ORDER BY shard",
        source,
        generation,
    )
    if len(rows) != SHARDS:
        raise GenerationUnknown(f"{source} {generation}")
    return [row["seq"] for row in rows]
