"""The tickets service on a real database, and people who use it."""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path
from typing import Any
from uuid import UUID

import aiohttp
import asyncpg
import pytest
from chassis.database import Database, migrations
from chassis.domain.actor import Actor
from pydantic import SecretStr
from testkit.keys import KeyPair
from testkit.serving import served
from tickets.app import build
from tickets.settings import Settings


@pytest.fixture(scope="session")
def settings(platform: Any, tmp_path_factory: pytest.TempPathFactory, keys: KeyPair) -> Settings:
    """Settings of a service whose database has been migrated; no Kafka."""
    migration_url, app_url, system_url = platform.database("tickets")
    verify_key: Path = tmp_path_factory.mktemp("keys") / "verify.pem"
    verify_key.write_text(keys.public_pem)
    settings = Settings(
        migration_url=SecretStr(migration_url),
        app_url=SecretStr(app_url),
        system_url=SecretStr(system_url),
        kafka="127.0.0.1:1",
        feed_token=SecretStr("feed"),
        verify_key_file=verify_key,
        accept_days=10,
    )
    migrations.upgrade("tickets", settings)
    return settings


@pytest.fixture(scope="session")
def keys() -> KeyPair:
    return KeyPair()


@pytest.fixture
async def database(settings: Settings) -> AsyncIterator[Database]:
    database = await Database.connect(settings.app_url.get_secret_value(), settings.system_url.get_secret_value())
    yield database
    await database.close()


class Desk:
    """The service's HTTP side, as a client's person or a technician uses it."""

    def __init__(self, session: aiohttp.ClientSession, keys: KeyPair, client_id: UUID) -> None:
        self._session = session
        self._keys = keys
        self.client_id = client_id

    async def post(self, by: Actor, path: str, body: Any = None, **headers: str) -> Any:
        """Status and content of the answer to a command."""
        signed = self._keys.headers(by, self.client_id, **headers)
        async with self._session.post(f"/tickets{path}", json=body, headers=signed) as answer:
            return answer.status, await answer.json(content_type=None)

    async def opened(self, by: Actor, **fields: Any) -> Any:
        """A fresh ticket's state."""
        status, state = await self.post(by, "", {"title": "Drukarka nie drukuje", **fields})
        assert status == 201, state
        return state

    def of(self, client_id: UUID) -> "Desk":
        """The same desk for another client."""
        return Desk(self._session, self._keys, client_id)


@pytest.fixture
async def desk(settings: Settings, keys: KeyPair, client_id: UUID) -> AsyncIterator[Desk]:
    app = await build(settings, frozenset({"api"}))
    async with served(app) as address, aiohttp.ClientSession(address) as session:
        yield Desk(session, keys, client_id)


@pytest.fixture
def client_id() -> UUID:
    """A client nobody else has."""
    from chassis.identifiers import new_id

    return new_id()


Unwritable = Callable[[UUID], AbstractAsyncContextManager[None]]


@pytest.fixture
def unwritable(settings: Settings) -> Unwritable:
    """A row that no UPDATE finds, as one that somebody else removed meanwhile."""

    @asynccontextmanager
    async def one(thing_id: UUID) -> AsyncIterator[None]:
        connection = await asyncpg.connect(settings.migration_url.get_secret_value())
        await connection.execute(
            f"""CREATE FUNCTION pass_over() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END';
            CREATE TRIGGER unwritable BEFORE UPDATE ON ticket FOR EACH ROW WHEN (OLD.id = '{thing_id}')
            EXECUTE FUNCTION pass_over()"""
        )
        try:
            yield
        finally:
            await connection.execute("DROP TRIGGER unwritable ON ticket; DROP FUNCTION pass_over()")
            await connection.close()

    return one
