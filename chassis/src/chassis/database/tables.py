"""Declares tables of things with SQLAlchemy Core. Queries are composed from these declarations.

Migrations create the tables. `chassis.database.migrations.check` compares them with the declarations.
"""

from collections.abc import Callable
from functools import cache
from operator import attrgetter
from typing import Any

from sqlalchemy import JSON, Column, DateTime, Integer, MetaData, SmallInteger, Table, Uuid
from sqlalchemy.schema import SchemaItem
from sqlalchemy.types import TypeEngine

Moment = DateTime(timezone=True)
INSERT_FUNCTION = "insert_function"
_VALUE = "value"


def thing_table(name: str, metadata: MetaData, *items: SchemaItem, insert_function: str | None = None) -> Table:
    """Returns a table of things: id, client, version and state, and the columns that queries need.

    `insert_function` names a PostgreSQL function `(clients text, new json, shard smallint, lines json)` that inserts a new
    row and its journal lines in one round trip, for things that are created often.
    """
    return Table(
        name,
        metadata,
        Column("id", Uuid, primary_key=True),
        Column("client_id", Uuid, nullable=False),
        Column("version", Integer, nullable=False),
        Column("state_version", SmallInteger, nullable=False),
        Column("state", JSON, nullable=False),
        *items,
        info={INSERT_FUNCTION: insert_function},
    )


def derived(
    name: str,
    kind: TypeEngine[Any] | type[TypeEngine[Any]],
    source: str | Callable[[Any], Any] | None = None,
    **options: Any,
) -> Column[Any]:
    """Returns a column computed from the thing: its attribute of that name, a path (`assignee.id`), or a function of it."""
    value = _at(source or name) if source is None or isinstance(source, str) else source
    return Column(name, kind, info={_VALUE: value}, **options)


def derived_values(table: Table, thing: Any) -> dict[str, Any]:
    """Returns the values of the derived columns by column name."""
    return {name: value(thing) for name, value in _derived(table)}


@cache
def _derived(table: Table) -> tuple[tuple[str, Callable[[Any], Any]], ...]:
    return tuple((str(column.name), column.info[_VALUE]) for column in table.c if _VALUE in column.info)


def _at(path: str) -> Callable[[Any], Any]:
    if "." not in path:
        return attrgetter(path)

    def value(thing: Any) -> Any:
        for name in path.split("."):
            thing = getattr(thing, name) if thing is not None else None
        return thing

    return value
