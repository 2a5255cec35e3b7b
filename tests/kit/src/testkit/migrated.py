"""Checks, for the tests of every service, that its migrations lead to the tables it declares."""

import asyncio

from chassis.database import migrations
from chassis.process.settings import ServiceSettings
from sqlalchemy import MetaData, text
from sqlalchemy.ext.asyncio import AsyncConnection, create_async_engine
from sqlalchemy.pool import NullPool
from sqlalchemy.schema import CreateSchema

MIGRATED, DECLARED = "public", "declared"


def check(service: str, settings: ServiceSettings, metadata: MetaData) -> None:
    """Compares a migrated database with the declared tables: columns as alembic does, and the full text of every index.

    Alembic does not compare the condition of a partial index.
    """
    migrations.check(service, settings)
    asyncio.run(_check_indexes(settings.migration_url.get_secret_value(), metadata))


async def _check_indexes(url: str, metadata: MetaData) -> None:
    engine = create_async_engine(migrations.sqlalchemy_url(url), poolclass=NullPool)
    async with engine.connect() as connection:
        migrated = await _indexes(connection, metadata, MIGRATED)
        await connection.execute(CreateSchema(DECLARED))
        await connection.execution_options(schema_translate_map={None: DECLARED})
        await connection.run_sync(metadata.create_all)
        declared = await _indexes(connection, metadata, DECLARED)
        await connection.rollback()
    await engine.dispose()
    assert migrated == declared


async def _indexes(connection: AsyncConnection, metadata: MetaData, schema: str) -> list[str]:
    query = text("SELECT indexdef FROM pg_indexes WHERE schemaname = :schema AND tablename = ANY (:tables)")
    definitions = await connection.scalars(query, {"schema": schema, "tables": [str(name) for name in metadata.tables]})
    return sorted(definition.replace(f" ON {schema}.", " ON ") for definition in definitions)
