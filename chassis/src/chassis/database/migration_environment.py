"""Runs alembic for every service's `env.py`: one connection, one lock, all migrations in one transaction."""

import asyncio
from collections.abc import Sequence
from importlib.resources import files
from typing import Any

from alembic import context
from sqlalchemy import Connection, MetaData, text
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import NullPool

from chassis.database import row_security
from chassis.database.migrations import sqlalchemy_url
from chassis.journal import tables


def run(metadata: MetaData | None = None) -> None:
    """Runs the requested alembic command (an upgrade or a check) on the service named in the configuration.

    `metadata` declares the service's tables. Its migrations must lead to these tables and to the journal's.
    """
    attributes = context.config.attributes
    attributes["metadata"] = None if metadata is None else [metadata, tables.metadata]
    asyncio.run(_run(attributes))


async def _run(attributes: dict[str, Any]) -> None:
    engine = create_async_engine(sqlalchemy_url(attributes["url"]), poolclass=NullPool)
    async with engine.connect() as connection:
        await connection.run_sync(_migrate, attributes)
        await connection.commit()
    await engine.dispose()


def _migrate(connection: Connection, attributes: dict[str, Any]) -> None:
    connection.execute(text("SELECT pg_advisory_xact_lock(7410001)"))
    connection.execute(text("SET LOCAL lock_timeout = '20s'"))
    for role, password in attributes["passwords"].items():
        for statement in row_security.role_statements(role, password):
            connection.exec_driver_sql(statement)
    context.configure(
        connection=connection,
        version_table=f"{attributes['service']}_migration",
        transaction_per_migration=False,
        target_metadata=attributes["metadata"],
        compare_type=True,
    )
    with context.begin_transaction():
        context.run_migrations()


def rewrite(script: str, *tables: str) -> None:
    """Runs a script that changes rows of these tables, no matter which role owns them.

    Row-level security is forced on the owner too, and the owner has no policy. Without this the script would change nothing.
    """
    execute(row_security.unforced(script, *tables))


def make_journal(service: str) -> None:
    """Creates the tables and functions that every service has, and grants the rights on them."""
    for name in tables.JOURNAL_SCRIPTS:
        execute_file("chassis.journal", name)
    execute(row_security.journal_rights(service))


def secure(service: str, scoped: Sequence[str]) -> None:
    """Puts tables whose rows belong to a client under row-level security."""
    for table in scoped:
        execute(row_security.scoped_table(table, service))


def execute_file(package: str, name: str) -> None:
    """Runs an SQL script from a file of a package."""
    execute(files(package).joinpath(name).read_text("utf-8"))


def execute(script: str) -> None:
    """Runs several SQL statements in the migration's transaction. Alembic's own `execute` takes only one statement."""
    from alembic import op

    adapted: Any = op.get_bind().connection.dbapi_connection
    adapted.run_async(lambda connection: connection.execute(script))
