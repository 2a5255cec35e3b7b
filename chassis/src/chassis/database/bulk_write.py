"""Writes many rows of one table in one statement. The rows are passed as JSON, which PostgreSQL reads as a table."""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

import orjson
from sqlalchemy import JSON, Table, bindparam, column, func, select
from sqlalchemy.dialects.postgresql import Insert, insert
from sqlalchemy.sql.selectable import TableValuedAlias

from chassis.database.row_write import update_to
from chassis.database.statements import Query, Statement

ROWS = "rows"


def insert_rows(table: Table) -> Insert:
    """Returns an INSERT of the rows in the parameter `rows`. Every row names every column."""
    rows = _rows_parameter(table)
    return insert(table).from_select([one.name for one in table.c], select(rows))


def rows_as_json(table: Table, rows: Sequence[Mapping[str, Any]]) -> str:
    """Returns the value of the parameter `rows`. Values of JSON columns must be JSON already."""
    documents = [one.name for one in table.c if isinstance(one.type, JSON)]
    return orjson.dumps([_with_fragments(row, documents) for row in rows], default=str).decode()


def write_things(table: Table, new: bool, rows: Sequence[Mapping[str, Any]]) -> Query:
    """Returns the query that inserts or updates rows of a table of things."""
    return _statement(table, new)(rows=rows_as_json(table, rows))


@cache
def _statement(table: Table, new: bool) -> Statement:
    return Statement(insert_rows(table) if new else update_to(table, dict(_rows_parameter(table).c.items())))


def _rows_parameter(table: Table) -> TableValuedAlias:
    columns = [column(one.name, one.type) for one in table.c]
    rows = func.json_to_recordset(bindparam(ROWS, type_=JSON)).table_valued(*columns)
    return rows.render_derived(name="given", with_types=True)


def _with_fragments(row: Mapping[str, Any], documents: Sequence[str]) -> dict[str, Any]:
    return {**row, **{name: orjson.Fragment(row[name]) for name in documents if row[name] is not None}}
