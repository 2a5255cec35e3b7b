"""Provides the counter and its mirror on real databases, with topics of their own on a real Kafka."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from typing import Any
from uuid import uuid4

import pytest
from chassis.database import Database
from testkit import counter, mirror, schema, topics
from testkit.following import Consumer, Owner, consuming
from testkit.keys import KeyPair
from testkit.schema import Addresses

MakeDatabase = Callable[..., Awaitable[Database]]


@pytest.fixture(scope="session")
def keys() -> KeyPair:
    return KeyPair()


@pytest.fixture(scope="session")
def addresses(platform: Any) -> Callable[[str], Addresses]:
    """Returns the addresses of a new, empty database."""
    return lambda name: Addresses(*platform.database(name))


_FREE: dict[str, list[Addresses]] = {"counter": [], "mirror": []}
_MODULES: dict[str, Any] = {"counter": counter, "mirror": mirror}


@pytest.fixture
async def laid(addresses: Callable[[str], Addresses]) -> AsyncIterator[Callable[[str], Awaitable[Addresses]]]:
    """Returns the addresses of an empty database with the schema of the counter or the mirror. Later tests use it again."""
    taken: list[tuple[str, Addresses]] = []

    async def lay(service: str) -> Addresses:
        module = _MODULES[service]
        if _FREE[service]:
            found = _FREE[service].pop()
            await schema.empty(found, module.SCOPED)
        else:
            found = addresses(service)
            await schema.create(found, service, module.TABLES, module.SCOPED)
        taken.append((service, found))
        return found

    yield lay
    for service, used in taken:
        _FREE[service].append(used)


@pytest.fixture
async def open_database(laid: Callable[[str], Awaitable[Addresses]]) -> AsyncIterator[MakeDatabase]:
    """Opens a new database of the counter or the mirror, or more pools of an existing one."""
    async with AsyncExitStack() as closing:

        async def open_(service: str = "counter", *, at: Addresses | None = None, size: int = 6) -> Database:
            database = await schema.connect(at or await laid(service), size)
            closing.push_async_callback(database.close)
            return database

        yield open_


@pytest.fixture
async def database(open_database: MakeDatabase) -> Database:
    """Opens a new database of the counter."""
    return await open_database()


@pytest.fixture
async def topic(platform: Any) -> AsyncIterator[str]:
    """Creates a new topic and yields the name of its source."""
    source = f"counter{uuid4().hex[:8]}"
    await topics.make(platform.kafka, f"{source}.events")
    yield source
    await topics.remove(platform.kafka, f"{source}.events")


@pytest.fixture
async def owner(database: Database) -> AsyncIterator[Owner]:
    owner = Owner(database, "counter")
    async with owner.here():
        yield owner


@pytest.fixture
async def consumer(open_database: MakeDatabase, owner: Owner) -> AsyncIterator[Consumer]:
    async with consuming(await open_database("mirror"), owner) as consumer:
        await consumer.follower.learn_generation("counter")
        yield consumer
