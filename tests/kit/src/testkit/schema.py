"""Creates the schema of a service that has no migrations of its own (the counter and its mirror)."""

from dataclasses import dataclass
from importlib.resources import files
from urllib.parse import unquote, urlsplit

import asyncpg
from chassis.database import Database, row_security
from chassis.journal.tables import JOURNAL_SCRIPTS


@dataclass(frozen=True, slots=True)
class Addresses:
    """The three addresses of one service's database."""

    migration: str
    app: str
    system: str


async def create(addresses: Addresses, service: str, tables: str, scoped: tuple[str, ...]) -> None:
    """Creates the roles, the journal's tables and these tables. The scoped ones get row-level security."""
    connection = await asyncpg.connect(addresses.migration)
    try:
        for role, url in ((f"{service}_app", addresses.app), (f"{service}_system", addresses.system)):
            password = urlsplit(url).password
            for statement in row_security.role_statements(role, unquote(password) if password else None):
                await connection.execute(statement)
        for name in JOURNAL_SCRIPTS:
            await connection.execute(files("chassis.journal").joinpath(name).read_text("utf-8"))
        await connection.execute(tables + row_security.journal_rights(service))
        for table in scoped:
            await connection.execute(row_security.scoped_table(table, service))
    finally:
        await connection.close()


async def empty(addresses: Addresses, scoped: tuple[str, ...]) -> None:
    """Resets a database to its state after `create`, which is far cheaper than creating a new one."""
    connection = await asyncpg.connect(addresses.migration)
    try:
        await connection.execute(
            f"""TRUNCATE journal, inbox, parked, lease, {", ".join(scoped)};
            UPDATE journal_shard SET head = 0 WHERE head > 0; UPDATE relay_mark SET sent = 0 WHERE sent > 0;
            DELETE FROM journal_generation WHERE number > 1"""
        )
    finally:
        await connection.close()


async def connect(addresses: Addresses, size: int = 6) -> Database:
    """Opens the pools of the service."""
    return await Database.connect(addresses.app, addresses.system, size)
