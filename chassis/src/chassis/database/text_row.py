"""A row whose statement is text; goes when every service declares its tables."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from chassis.database.statements import Query
from chassis.journal.writing import COLUMNS

_TYPES = [one.name for one in COLUMNS]
_COLUMNS = (
    "place int, event_id uuid, type text, subject uuid, version int, client_id uuid, occurred_at timestamptz, "
    "recorded_at timestamptz, actor_side text, actor_name text, actor_id uuid, audience text, correlation_id uuid, "
    "causation_id uuid, addressee text, traceparent text, command_key text, command_digest text, data json"
)
_VALUES = ", ".join(f"line.{name}" for name in _TYPES)
_WITH_ROW = f"""WITH written AS (%(row)s RETURNING 1),
counter AS (UPDATE journal_shard SET head = head + $%(n)s
  WHERE shard = $%(shard)s AND EXISTS (SELECT 1 FROM written) RETURNING head)
INSERT INTO journal (shard, seq, {", ".join(_TYPES)})
SELECT $%(shard)s, counter.head - $%(n)s + line.place, {_VALUES}
FROM counter, json_to_recordset($%(lines)s::json) AS line ({_COLUMNS})"""
_NEW = "VALUES ($1, "


@dataclass(frozen=True, slots=True)
class TextRow:
    """The interface of `RowWrite` over a text."""

    statement: str
    values: Sequence[Any]

    def alone(self) -> Query:
        return self.statement, *self.values

    def with_lines(self, shard: int, count: int, lines: str) -> Query:
        return _text(self.statement, len(self.values), False), *self.values, shard, count, lines

    def in_one_call(self, clients: str, shard: int, lines: str) -> Query | None:
        if _NEW not in self.statement:
            return None
        count = lines.count('"event_id"')
        return _text(self.statement, len(self.values), True), *self.values, shard, count, lines, clients


@cache
def _text(row: str, parameters: int, scoped: bool) -> str:
    return _WITH_ROW % {
        "row": row.replace(_NEW, f"VALUES (scoped($1, ${parameters + 4}), ", 1) if scoped else row,
        "shard": parameters + 1,
        "n": parameters + 2,
        "lines": parameters + 3,
    }
