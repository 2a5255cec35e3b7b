"""Puts a batch of events into the view: one statement a batch, whatever its size.

Parts of it write the things with their counts and links, others the timeline with the counter that orders it for the streams.
Counts by next move are kept beside the things, so that the start page never counts.
"""

from collections.abc import Sequence
from typing import Any

from chassis.database import Transaction
from chassis.journal.line import JournalLine

from gateway.view.rows import Rows, ThingRow, to_rows

_THINGS = """written AS (
  INSERT INTO thing (id, kind, client_id, version, title, label, status, open, next_side, next_account, next_team, due_at,
    sort_at, search, state, only_for)
  SELECT * FROM unnest($1::uuid[], $2::text[], $3::uuid[], $4::int[], $5::text[], $6::text[], $7::text[], $8::boolean[],
    $9::text[], $10::uuid[], $11::text[], $12::timestamptz[], $13::timestamptz[], $14::text[], $15::json[], $16::uuid[])
  ON CONFLICT (id) DO UPDATE SET version = excluded.version, client_id = excluded.client_id, title = excluded.title,
    label = excluded.label, status = excluded.status, open = excluded.open, next_side = excluded.next_side,
    next_account = excluded.next_account, next_team = excluded.next_team, due_at = excluded.due_at,
    search = excluded.search, state = excluded.state, only_for = excluded.only_for
  WHERE thing.version < excluded.version
  RETURNING new.id, new.client_id, new.kind, new.next_side, old.client_id AS old_client, old.kind AS old_kind,
    old.next_side AS old_side),
counted AS (
  INSERT INTO move_count AS c (client_id, kind, side, items)
  SELECT client_id, kind, side, sum(n) FROM (
    SELECT client_id, kind, next_side AS side, 1 AS n FROM written WHERE next_side IS NOT NULL
    UNION ALL SELECT old_client, old_kind, old_side, -1 FROM written WHERE old_side IS NOT NULL) AS change
  GROUP BY client_id, kind, side HAVING sum(n) <> 0 ORDER BY client_id, kind, side
  ON CONFLICT (client_id, kind, side) DO UPDATE SET items = c.items + excluded.items),
wanted AS (
  SELECT found.* FROM unnest($17::uuid[], $18::text[], $19::uuid[], $20::uuid[])
    AS found (subject, relation, other, client_id)
  JOIN written ON written.id = found.subject),
unlinked AS (
  DELETE FROM link USING written WHERE link.subject = written.id
    AND NOT EXISTS (SELECT FROM wanted WHERE (wanted.subject, wanted.relation, wanted.other)
      = (link.subject, link.relation, link.other))),
linked AS (
  INSERT INTO link (subject, relation, other, client_id) SELECT * FROM wanted ON CONFLICT DO NOTHING),
"""
_TIMELINE = """head AS (UPDATE view_head SET position = position + $21 RETURNING position),
told AS (
  INSERT INTO timeline (subject, version, position, event_id, type, client_id, occurred_at, actor_side,
    actor_name, actor_id, audience, correlation_id, only_for, data)
  SELECT subject, version, head.position - $21 + ordinality, event_id, type, client_id, occurred_at, actor_side, actor_name,
    actor_id, audience, correlation_id, only_for, data
  FROM head, unnest($22::uuid[], $23::int[], $24::uuid[], $25::text[], $26::uuid[], $27::timestamptz[], $28::text[],
    $29::text[], $30::uuid[], $31::text[], $32::uuid[], $33::uuid[], $34::json[]) WITH ORDINALITY
    AS line (subject, version, event_id, type, client_id, occurred_at, actor_side, actor_name, actor_id, audience,
      correlation_id, only_for, data)
  ON CONFLICT DO NOTHING)"""
_FIELDS = ThingRow.__slots__
_LINE_FIELDS = (
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


async def project(transaction: Transaction, lines: Sequence[JournalLine]) -> None:
    """Applies a batch of lines to the view (a batch handler of the inbox)."""
    rows = to_rows(lines)
    columns = *_columns(rows), *_link_columns(rows)
    await transaction.write_at_the_end(_THINGS + _TIMELINE, (*columns, len(rows.timeline), *_line_columns(rows)))


def _columns(rows: Rows) -> list[list[Any]]:
    # In the order of their ids, so that two projections of the same things wait for each other and never both.
    ordered = sorted(rows.things.values(), key=lambda thing: thing.id)
    return [[getattr(thing, name) for thing in ordered] for name in _FIELDS]


def _link_columns(rows: Rows) -> list[list[Any]]:
    found = [
        (subject, relation, other, rows.things[subject].client_id)
        for subject, links in rows.links.items()
        for relation, other in links
    ]
    return [list(column) for column in zip(*found, strict=True)] if found else [[], [], [], []]


def _line_columns(rows: Rows) -> list[list[Any]]:
    told = rows.timeline
    columns = [[getattr(row.line, name) for row in told] for name in _LINE_FIELDS]
    return [*columns, [row.only_for for row in told], [row.data for row in told]]
