"""Compiles statements of SQLAlchemy Core once, to run them on asyncpg's own connections.

A compiled statement costs as much as its text. SQLAlchemy's engine would add about 0.6 ms of processor time to each statement
(docs/performance.md), and a second kind of connection beside the one that writes the journal.
"""

from functools import cache
from typing import Any, cast

from sqlalchemy import Table
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.dialects.postgresql.asyncpg import dialect
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.elements import ClauseElement

_DIALECT = dialect()  # type: ignore[no-untyped-call]
Query = tuple[Any, ...]
"""A text and its values, to be passed on: `await transaction.rows(*STATEMENT(id=…))`."""


class Statement:
    """A statement compiled to PostgreSQL's text, with `$1`, `$2` … for its parameters."""

    def __init__(self, composed: ClauseElement) -> None:
        compiled = cast(SQLCompiler, composed.compile(dialect=_DIALECT))
        self.text = str(compiled)
        self.parameters: tuple[str, ...] = tuple(compiled.positiontup or ())
        self._fixed = {name: value for name, value in compiled.params.items() if value is not None}

    def __call__(self, **values: Any) -> Query:
        """Returns the text and the values of its parameters in order. Raises KeyError when a value is missing."""
        known = self._fixed | values
        return self.text, *(known[name] for name in self.parameters)


@cache
def keep_newer(table: Table) -> Statement:
    """Returns a statement that keeps a row copied from another owner. One with an older `version` changes nothing.

    Its parameters are the table's columns.
    """
    given = insert(table)
    key = [column.name for column in table.primary_key]
    copied = {column.name: given.excluded[column.name] for column in table.c if column.name not in key}
    return Statement(
        given.on_conflict_do_update(index_elements=key, set_=copied, where=table.c.version < given.excluded.version)
    )
