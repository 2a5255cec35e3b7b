"""The gateway's database, migrated and empty."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio
from chassis.database import Database, migrations
from gateway.settings import Settings
from pydantic import SecretStr


@pytest.fixture(scope="session")
def gateway_settings(platform: Any) -> Settings:
    """Settings of a gateway whose database has been migrated."""
    return _migrated(*platform.database("gateway"))


@pytest.fixture(scope="session")
def gateway_in_plain_letters(platform: Any) -> Settings:
    """The same in a locale that knows no letters but the English ones."""
    return _migrated(*platform.database("gateway", locale="C"))


def _migrated(migration_url: str, app_url: str, system_url: str) -> Settings:
    settings = Settings(
        migration_url=SecretStr(migration_url), app_url=SecretStr(app_url), system_url=SecretStr(system_url)
    )
    migrations.upgrade("gateway", settings)
    return settings


@pytest_asyncio.fixture(loop_scope="session")
async def database(gateway_settings: Settings) -> AsyncIterator[Database]:
    """An empty view."""
    opened = await Database.connect(
        gateway_settings.app_url.get_secret_value(), gateway_settings.system_url.get_secret_value()
    )
    async with opened.system_transaction() as transaction:
        await transaction.execute("TRUNCATE thing, timeline, link, move_count")
    yield opened
    await asyncio.wait_for(opened.close(), 10)
