"""What alembic's `env.py` of every service runs: one connection, one lock, all steps in one transaction."""

import asyncio
from typing import Any

from alembic import context
from sqlalchemy import Connection, text
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import NullPool

from chassis.database.migrations import sqlalchemy_url
from chassis.journal import schema


def run() -> None:
    """Runs the migrations of the service named in alembic's configuration."""
    asyncio.run(_run(context.config.attributes))


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
        for statement in schema.role_statements(role, password):
            connection.exec_driver_sql(statement)
    context.configure(
        connection=connection, version_table=f"{attributes['service']}_migration", transaction_per_migration=False
    )
    with context.begin_transaction():
        context.run_migrations()


def rewrite(script: str, *tables: str) -> None:
    """Runs statements that change rows of these tables, whoever owns them.

    Row-level security is forced on the owner too, for whom there is no policy: without this they would change nothing.
    """
    execute(schema.unforced(script, *tables))


def execute(script: str) -> None:
    """Runs a script of several SQL statements in the migration's transaction (alembic's own `execute` takes one)."""
    from alembic import op

    adapted: Any = op.get_bind().connection.dbapi_connection
    adapted.run_async(lambda connection: connection.execute(script))
