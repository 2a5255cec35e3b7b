"""Appends lines to the journal, gap-free and in commit order. Called once, as the last statement of a transaction.

Each shard has a counter row; taking it last keeps the time it is locked as short as the commit itself.
"""

from collections.abc import Sequence
from functools import cache
from typing import Any, Protocol

import orjson

from chassis.domain.refusal import Refusal
from chassis.identifiers import shard_of
from chassis.journal.line import JournalLine

_COLUMNS = (
    "event_id uuid, type text, subject uuid, version int, client_id uuid, occurred_at timestamptz, "
    "recorded_at timestamptz, actor_side text, actor_name text, actor_id uuid, audience text, correlation_id uuid, "
    "causation_id uuid, addressee text, traceparent text, command_key text, command_digest text, data json"
)
_NAMES = [column.split()[0] for column in _COLUMNS.split(", ")]
_VALUES = ", ".join(f"line.{name}" for name in _NAMES)
_INTO = f"INSERT INTO journal (shard, seq, {', '.join(_NAMES)})"
# The counter asks for the written row, so the row comes first: whoever waits for a row holds no counter meanwhile, and a
# row that was not written (gone, or not this client's) takes its lines with it.
_WITH_ROW = f"""WITH written AS (%(row)s RETURNING 1),
counter AS (UPDATE journal_shard SET head = head + $%(n)s
  WHERE shard = $%(shard)s AND EXISTS (SELECT 1 FROM written) RETURNING head)
{_INTO}
SELECT $%(shard)s, counter.head - $%(n)s + line.ordinality, {_VALUES}
FROM counter, ROWS FROM (json_to_recordset($%(lines)s::json) AS ({_COLUMNS})) WITH ORDINALITY AS line"""
_ALONE = f"""WITH counter AS (UPDATE journal_shard SET head = head + wanted.n
  FROM unnest($1::smallint[], $2::int[]) AS wanted (shard, n)
  WHERE journal_shard.shard = wanted.shard RETURNING wanted.shard, journal_shard.head - wanted.n AS before)
{_INTO}
SELECT shard, counter.before + line.place, {_VALUES}
FROM counter JOIN json_to_recordset($3::json) AS line (shard smallint, place int, {_COLUMNS}) USING (shard)"""
_NEW = "VALUES ($1, "
"""In an INSERT of a new row. The scope is then set while its id is given, so before any policy looks at the row."""
_LOCK = "SELECT shard FROM journal_shard WHERE shard = ANY($1::smallint[]) ORDER BY shard FOR UPDATE"


class Connection(Protocol):
    """The little of asyncpg's connection that is needed here."""

    async def execute(self, query: str, *args: Any) -> str: ...


def _row(line: JournalLine) -> dict[str, Any]:
    return {
        "event_id": line.id,
        "type": line.type,
        "subject": line.subject,
        "version": line.version,
        "client_id": line.client_id,
        "occurred_at": line.occurred_at,
        "recorded_at": line.recorded_at,
        "actor_side": line.actor_side,
        "actor_name": line.actor_name,
        "actor_id": line.actor_id,
        "audience": line.audience,
        "correlation_id": line.correlation_id,
        "causation_id": line.causation_id,
        "addressee": line.addressee,
        "traceparent": line.traceparent,
        "command_key": line.command_key,
        "command_digest": line.command_digest,
        "data": orjson.Fragment(line.data),
    }


def _dumps(rows: list[dict[str, Any]]) -> str:
    return orjson.dumps(rows, default=str).decode()  # ids read from the database are of asyncpg's own UUID class


def _by_shard(lines: Sequence[JournalLine]) -> dict[int, list[JournalLine]]:
    shards: dict[int, list[JournalLine]] = {}
    for line in lines:
        shards.setdefault(shard_of(line.subject), []).append(line)
    return shards


@cache
def _together_with(row_statement: str, parameters: int, *, alone: bool) -> str:
    scoped = f"VALUES (scoped($1, ${parameters + 4}), "
    return _WITH_ROW % {
        "row": row_statement.replace(_NEW, scoped, 1) if alone else row_statement,
        "shard": parameters + 1,
        "n": parameters + 2,
        "lines": parameters + 3,
    }


async def append(connection: Connection, lines: Sequence[JournalLine]) -> None:
    """Appends the lines; shards are locked in their order, so that two transactions can never wait for each other."""
    shards = _by_shard(lines)
    if len(shards) > 1:
        await connection.execute(_LOCK, sorted(shards))
    rows = [
        {"shard": shard, "place": place, **_row(line)}
        for shard, same in shards.items()
        for place, line in enumerate(same, 1)
    ]
    counts = [len(same) for same in shards.values()]
    await connection.execute(_ALONE, list(shards), counts, _dumps(rows))


async def append_with_row(
    connection: Connection,
    statement: str,
    values: Sequence[Any],
    lines: Sequence[JournalLine],
    *,
    scope: str | None = None,
) -> bool:
    """Writes one row and its lines in a single round trip; false when that cannot be (lines of more than one shard).

    Outside a transaction `scope` says which clients' rows exist; that can only be said with a row that is new.
    """
    shards = _by_shard(lines)
    if len(shards) != 1 or (scope is not None and _NEW not in statement):
        return False
    ((shard, same),) = shards.items()
    content = _dumps([_row(line) for line in same])
    text = _together_with(statement, len(values), alone=scope is not None)
    last = () if scope is None else (scope,)
    status = await connection.execute(text, *values, shard, len(same), content, *last)
    if status == "INSERT 0 0":
        raise row_is_another()
    return True


def row_is_another() -> Refusal:
    """What a write is refused with that found no row to write: it changed or went between reading and writing."""
    return Refusal("http.version_is_another", "stale")
