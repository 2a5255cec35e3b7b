"""Puts a batch of events into the view: a handful of statements a batch, whatever its size.

The position counter is taken last; it orders the view's changes for the streams. Counts by next move are kept beside the
things, so that the start page never counts.
"""

from collections import Counter
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from chassis.database import Transaction
from chassis.journal.line import JournalLine

from gateway.view.rows import Rows, ThingRow, to_rows

_OLD = "SELECT id, version, client_id, kind, next_side FROM thing WHERE id = ANY($1::uuid[])"
_THINGS = """INSERT INTO thing (id, kind, client_id, version, title, label, status, open, next_side, next_account,
  next_team, due_at, sort_at, search, state)
SELECT * FROM unnest($1::uuid[], $2::text[], $3::uuid[], $4::int[], $5::text[], $6::text[], $7::text[], $8::boolean[],
  $9::text[], $10::uuid[], $11::text[], $12::timestamptz[], $13::timestamptz[], $14::text[], $15::json[])
ON CONFLICT (id) DO UPDATE SET version = excluded.version, client_id = excluded.client_id, title = excluded.title,
  label = excluded.label, status = excluded.status, open = excluded.open, next_side = excluded.next_side,
  next_account = excluded.next_account, next_team = excluded.next_team, due_at = excluded.due_at,
  search = excluded.search, state = excluded.state
WHERE thing.version < excluded.version"""
_TIMELINE = """INSERT INTO timeline (subject, version, position, event_id, type, client_id, occurred_at, actor_side,
  actor_name, actor_id, audience, correlation_id, data)
SELECT subject, version, $1::bigint + ordinality, event_id, type, client_id, occurred_at, actor_side, actor_name, actor_id,
  audience, correlation_id, data
FROM unnest($2::uuid[], $3::int[], $4::uuid[], $5::text[], $6::uuid[], $7::timestamptz[], $8::text[], $9::text[],
  $10::uuid[], $11::text[], $12::uuid[], $13::json[]) WITH ORDINALITY
  AS line (subject, version, event_id, type, client_id, occurred_at, actor_side, actor_name, actor_id, audience,
    correlation_id, data)
ON CONFLICT DO NOTHING"""
_UNLINK = "DELETE FROM link WHERE subject = ANY($1::uuid[])"
_LINK = """INSERT INTO link (subject, relation, other, client_id)
SELECT * FROM unnest($1::uuid[], $2::text[], $3::uuid[], $4::uuid[]) ON CONFLICT DO NOTHING"""
_COUNT = """INSERT INTO move_count AS c (client_id, kind, side, items)
SELECT * FROM unnest($1::uuid[], $2::text[], $3::text[], $4::int[])
ON CONFLICT (client_id, kind, side) DO UPDATE SET items = c.items + excluded.items"""
_FIELDS = ThingRow.__slots__


async def project(transaction: Transaction, lines: Sequence[JournalLine]) -> None:
    """Applies a batch of lines to the view (a batch handler of the inbox)."""
    rows = to_rows(lines)
    old = {row["id"]: row for row in await transaction.rows(_OLD, list(rows.things))}
    newer = [thing for thing in rows.things.values() if thing.id not in old or old[thing.id]["version"] < thing.version]
    if newer:
        await transaction.execute(_THINGS, *_columns(newer))
        await _relink(transaction, rows, newer, known=bool(old))
        await _recount(transaction, newer, old)
    await _extend_timeline(transaction, rows)


def _columns(things: Sequence[ThingRow]) -> list[list[Any]]:
    ordered = sorted(things, key=lambda thing: thing.id)
    return [[getattr(thing, name) for thing in ordered] for name in _FIELDS]


async def _relink(transaction: Transaction, rows: Rows, things: Sequence[ThingRow], *, known: bool) -> None:
    if known:
        await transaction.execute(_UNLINK, [thing.id for thing in things])
    found = [
        (thing.id, relation, other, thing.client_id) for thing in things for relation, other in rows.links[thing.id]
    ]
    if found:
        await transaction.execute(_LINK, *(list(column) for column in zip(*found, strict=True)))


async def _recount(transaction: Transaction, things: Sequence[ThingRow], old: dict[UUID, Any]) -> None:
    change: Counter[tuple[UUID, str, str]] = Counter()
    for thing in things:
        before = old.get(thing.id)
        if before is not None and before["next_side"]:
            change[before["client_id"], before["kind"], before["next_side"]] -= 1
        if thing.next_side:
            change[thing.client_id, thing.kind, thing.next_side] += 1
    changed = sorted((*place, items) for place, items in change.items() if items)
    if changed:
        await transaction.execute(_COUNT, *(list(column) for column in zip(*changed, strict=True)))


async def _extend_timeline(transaction: Transaction, rows: Rows) -> None:
    lines = [row.line for row in rows.timeline]
    last = await transaction.value("UPDATE view_head SET position = position + $1 RETURNING position", len(lines))
    columns = [
        [getattr(line, name) for line in lines]
        for name in (
            "subject",
            "version",
            "id",
            "type",
            "client_id",
            "occurred_at",
            "actor_side",
            "actor_name",
            "actor_id",
            "audience",
            "correlation_id",
        )
    ]
    await transaction.execute(_TIMELINE, last - len(lines), *columns, [row.data for row in rows.timeline])


async def clear(transaction: Transaction) -> None:
    """Empties the view and forgets how far it was: the next look at the owners' heads builds it anew.

    Positions go on from where they were, so that a stream's cursor never points at something else.
    """
    await transaction.execute("TRUNCATE thing, timeline, link, move_count")
    await transaction.execute("DELETE FROM inbox")
    await transaction.execute("UPDATE view_head SET rebuilding_since = clock_timestamp()")
