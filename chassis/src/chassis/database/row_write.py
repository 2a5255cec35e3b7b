"""Composes the write of a thing's row, alone or together with its journal lines in one round trip."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import orjson
from sqlalchemy import JSON, SmallInteger, Table, Text, Update, bindparam, func, insert, select, update

from chassis.database.statements import Query, Statement
from chassis.database.tables import INSERT_FUNCTION
from chassis.journal import writing


@dataclass(frozen=True, slots=True)
class RowWrite:
    """An INSERT or UPDATE of one row in a table of things. `values` maps column names to values."""

    table: Table
    new: bool
    values: Mapping[str, Any]

    def alone(self) -> Query:
        """Returns the query that writes the row without journal lines."""
        return _alone(self.table, self.new)(**_named(self.values))

    def with_lines(self, shard: int, count: int, lines: str) -> Query:
        """Returns the query that writes the row and its lines (JSON) of one shard, within a transaction."""
        return _with_lines(self.table, self.new)(**_named(self.values), shard=shard, count=count, lines=lines)

    def in_one_call(self, clients: str, shard: int, lines: str) -> Query | None:
        """Returns one call that sets the scope and writes row and lines, a whole transaction. None if no function does."""
        name = self.table.info.get(INSERT_FUNCTION) if self.new else None
        if name is None:
            return None
        row = orjson.dumps({**self.values, "state": orjson.Fragment(self.values["state"])}, default=str).decode()
        return _call(name)(clients=clients, row=row, shard=shard, lines=lines)


def _named(values: Mapping[str, Any]) -> dict[str, Any]:
    return {f"new_{name}": value for name, value in values.items()}


def _row(table: Table, new: bool) -> Any:
    binds: dict[str, Any] = {one.name: bindparam(f"new_{one.name}", type_=one.type) for one in table.c}
    return insert(table).values(binds) if new else update_to(table, binds)


def update_to(table: Table, given: Mapping[str, Any]) -> Update:
    """Returns the UPDATE of a table of things to the given values by column name."""
    written = {name: value for name, value in given.items() if name not in ("id", "client_id")}
    # A replica of the previous release must not lower the version of a row that keeps fields of a newer release.
    written["state_version"] = func.greatest(table.c.state_version, given["state_version"])
    return update(table).values(written).where(table.c.id == given["id"], table.c.client_id == given["client_id"])


@cache
def _alone(table: Table, new: bool) -> Statement:
    return Statement(_row(table, new))


@cache
def _with_lines(table: Table, new: bool) -> Statement:
    return Statement(writing.with_lines(_row(table, new)))


@cache
def _call(name: str) -> Statement:
    shard = bindparam("shard", type_=SmallInteger)
    row, lines = bindparam("row", type_=JSON), bindparam("lines", type_=JSON)
    call: Any = getattr(func, name)(bindparam("clients", type_=Text), row, shard, lines)
    return Statement(select(call))
