"""Appends lines to the journal, gap-free and in commit order. It is called once, as the last statement of a transaction.

Each shard has a counter row. Taking it last keeps it locked only as long as the commit takes.
"""

from collections.abc import Sequence
from functools import cache
from typing import Any, Protocol

import orjson
from sqlalchemy import (
    ARRAY,
    JSON,
    Integer,
    SmallInteger,
    bindparam,
    cast,
    column,
    exists,
    func,
    insert,
    literal_column,
    select,
    true,
    update,
)
from sqlalchemy.sql.dml import UpdateBase
from sqlalchemy.sql.selectable import TableValuedAlias

from chassis.database.statements import Statement
from chassis.domain.refusal import Refusal
from chassis.identifiers import shard_of
from chassis.journal.line import JournalLine
from chassis.journal.tables import journal, journal_shard

COLUMNS = tuple(one for one in journal.c if one.name not in ("shard", "seq"))
# Plain strings, because the JSON writer takes no other keys and column names have a class of their own.
_FIELDS = tuple((str(one.name), "id" if one.name == "event_id" else str(one.name)) for one in COLUMNS)


class Connection(Protocol):
    """The part of asyncpg's connection that this module needs."""

    async def execute(self, query: str, *args: Any) -> str: ...


def _lines(*more: Any) -> TableValuedAlias:
    """Returns the lines as rows: their place in the batch (from 1), the journal's columns, and `more` columns."""
    columns = [column(one.name, one.type) for one in COLUMNS]
    rows = func.json_to_recordset(bindparam("lines", type_=JSON)).table_valued(
        column("place", Integer), *more, *columns
    )
    return rows.render_derived(name="line", with_types=True)


def _insert(shard: Any, before: Any, lines: TableValuedAlias, source: Any) -> UpdateBase:
    names = ["shard", "seq", *(one.name for one in COLUMNS)]
    chosen = select(shard, before + lines.c.place, *(lines.c[one.name] for one in COLUMNS)).select_from(source)
    return insert(journal).from_select(names, chosen)


@cache
def append_statement() -> Statement:
    """Returns a statement that appends lines of several shards. Parameters: `shards`, `counts`, `lines` with `shard`."""
    wanted = (
        func.unnest(bindparam("shards", type_=ARRAY(SmallInteger)), bindparam("counts", type_=ARRAY(Integer)))
        .table_valued(column("shard", SmallInteger), column("count", Integer))
        .render_derived(name="wanted")
    )
    counter = (
        update(journal_shard)
        .values(head=journal_shard.c.head + wanted.c.count)
        .where(journal_shard.c.shard == wanted.c.shard)
        .returning(wanted.c.shard, (journal_shard.c.head - wanted.c.count).label("before"))
        .cte("counter")
    )
    lines = _lines(column("shard", SmallInteger))
    return Statement(
        _insert(counter.c.shard, counter.c.before, lines, counter.join(lines, counter.c.shard == lines.c.shard))
    )


def with_lines(row: Any) -> UpdateBase:
    """Returns the INSERT or UPDATE of one row with the lines of its shard. Additional parameters: `shard`, `count`, `lines`.

    The counter depends on the written row, so the row comes first. A transaction that waits for a row lock therefore holds no
    counter, and a row that is not written (deleted, or of another client) writes no lines.
    """
    written = row.returning(literal_column("1").label("one")).cte("written")
    shard, count = bindparam("shard", type_=SmallInteger), bindparam("count", type_=Integer)
    counter = (
        update(journal_shard)
        .values(head=journal_shard.c.head + count)
        .where(journal_shard.c.shard == shard, exists(select(written)))
        .returning((journal_shard.c.head - count).label("before"))
        .cte("counter")
    )
    lines = _lines()
    return _insert(cast(shard, SmallInteger), counter.c.before, lines, counter.join(lines, true()))


_LOCK = "SELECT shard FROM journal_shard WHERE shard = ANY($1::smallint[]) ORDER BY shard FOR UPDATE"


def by_shard(lines: Sequence[JournalLine]) -> dict[int, list[JournalLine]]:
    """Groups the lines by shard and keeps their order."""
    shards: dict[int, list[JournalLine]] = {}
    for line in lines:
        shards.setdefault(shard_of(line.subject), []).append(line)
    return shards


def to_json(lines: Sequence[JournalLine], **more: Any) -> str:
    """Returns the lines in the form that the statements take."""
    return _dumps([_row(line, place=place, **more) for place, line in enumerate(lines, 1)])


def _row(line: JournalLine, **more: Any) -> dict[str, Any]:
    row = {name: getattr(line, attribute) for name, attribute in _FIELDS}
    row["data"] = orjson.Fragment(line.data)
    return {**more, **row}


def _dumps(rows: list[dict[str, Any]]) -> str:
    return orjson.dumps(rows, default=str).decode()  # ids read from the database are of asyncpg's own UUID class


async def append(connection: Connection, lines: Sequence[JournalLine]) -> None:
    """Appends the lines. Shards are locked in ascending order, so that two transactions cannot deadlock."""
    shards = by_shard(lines)
    if len(shards) > 1:
        await connection.execute(_LOCK, sorted(shards))
    rows = [
        _row(line, shard=shard, place=place) for shard, same in shards.items() for place, line in enumerate(same, 1)
    ]
    counts = [len(same) for same in shards.values()]
    await connection.execute(*append_statement()(shards=list(shards), counts=counts, lines=_dumps(rows)))


def stale_row() -> Refusal:
    """Returns the refusal of a write that found no row, because the row changed or was deleted after it was read."""
    return Refusal("http.version_is_another", "stale")
