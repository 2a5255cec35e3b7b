"""The assets service on a real database, and people who use it."""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path
from typing import Any
from uuid import UUID

import aiohttp
import asyncpg
import orjson
import pytest
from assets.app import build
from assets.settings import Settings
from assets.storage import permits
from assets.storage.permits import Permit
from chassis.database import Database, migrations
from chassis.domain.actor import Actor
from chassis.identifiers import new_id
from pydantic import SecretStr
from testkit.keys import KeyPair
from testkit.serving import served

PIOTR = Actor("provider", "Piotr", UUID(int=2), frozenset({"technician"}))


@pytest.fixture(scope="session")
def settings(platform: Any, tmp_path_factory: pytest.TempPathFactory, keys: KeyPair) -> Settings:
    """Settings of a service whose database has been migrated; no Kafka."""
    migration_url, app_url, system_url = platform.database("assets")
    verify_key: Path = tmp_path_factory.mktemp("keys") / "verify.pem"
    verify_key.write_text(keys.public_pem)
    settings = Settings(
        migration_url=SecretStr(migration_url),
        app_url=SecretStr(app_url),
        system_url=SecretStr(system_url),
        kafka="127.0.0.1:1",
        feed_token=SecretStr("feed"),
        verify_key_file=verify_key,
    )
    migrations.upgrade("assets", settings)
    return settings


@pytest.fixture(scope="session")
def keys() -> KeyPair:
    return KeyPair()


@pytest.fixture
async def database(settings: Settings) -> AsyncIterator[Database]:
    database = await Database.connect(settings.app_url.get_secret_value(), settings.system_url.get_secret_value())
    yield database
    await database.close()


class Store:
    """The service's HTTP side, as a technician or a client's person uses it, and what it wrote down."""

    def __init__(self, session: aiohttp.ClientSession, keys: KeyPair, client_id: UUID, database: Database) -> None:
        self._session = session
        self._keys = keys
        self._database = database
        self.client_id = client_id

    async def send(self, path: str, body: Any = None, by: Actor = PIOTR, method: str = "POST", **headers: str) -> Any:
        """Status and content of the answer to a command."""
        signed = self._keys.headers(by, self.client_id, **headers)
        async with self._session.request(method, path, json=body, headers=signed) as answer:
            return answer.status, await answer.json(content_type=None)

    async def made(self, path: str, **body: Any) -> Any:
        """The state of something new, or known better."""
        status, state = await self.send(path, body)
        assert status in (200, 201), state
        return state

    async def allowed(self, move: str, asset_id: Any) -> str:
        """A decision of the client that allows a move of an asset, as processes would tell; its id."""
        decision, asset = new_id(), UUID(str(asset_id))
        async with self._database.transaction(self.client_id) as transaction:
            await permits.keep(transaction, Permit(decision, asset, move, self.client_id, new_id()))
        return str(decision)

    async def journal(self, kind: str = "%") -> list[Any]:
        """The client's journal in the order of its making."""
        async with self._database.transaction(self.client_id) as transaction:
            return await transaction.rows(
                "SELECT * FROM journal WHERE type LIKE $1 ORDER BY recorded_at, event_id", f"assets.{kind}"
            )

    async def states(self, table: str) -> list[Any]:
        """The rows of a table that the client's transactions see."""
        async with self._database.transaction(self.client_id) as transaction:
            return [orjson.loads(row["state"]) for row in await transaction.rows(f"SELECT state FROM {table}")]

    def of(self, client_id: UUID) -> "Store":
        """The same service for another client."""
        return Store(self._session, self._keys, client_id, self._database)


@pytest.fixture
async def store(settings: Settings, keys: KeyPair, client_id: UUID, database: Database) -> AsyncIterator[Store]:
    app = await build(settings, frozenset({"api"}))
    async with served(app) as address, aiohttp.ClientSession(address) as session:
        yield Store(session, keys, client_id, database)


@pytest.fixture
def client_id() -> UUID:
    """A client nobody else has."""
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
            CREATE TRIGGER unwritable BEFORE UPDATE ON asset FOR EACH ROW WHEN (OLD.id = '{thing_id}')
            EXECUTE FUNCTION pass_over()"""
        )
        try:
            yield
        finally:
            await connection.execute("DROP TRIGGER unwritable ON asset; DROP FUNCTION pass_over()")
            await connection.close()

    return one
