"""Live changes reach whoever listens: at once, all of them, and only while they may listen."""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import aclosing
from uuid import UUID

import pytest
import pytest_asyncio
from chassis.database import Database, Row
from chassis.domain.refusal import Refusal
from chassis.identifiers import new_id
from chassis.process.wakeup import Wakeup
from gateway.consumers import projection
from gateway.view.event_stream import EventStream
from gateway.view.queries import Reader
from testkit.lines import a_line

CLIENT = UUID(int=71)
READER = Reader(UUID(int=1), "client", (CLIENT,))
PATIENCE = 5.0


class World:
    """A view in which things happen, and the stream of what happened."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._handle, self._begin, projected = projection(database)
        self.stream = EventStream(database, projected, keepalive_seconds=60)
        self.other_process = EventStream(database, Wakeup(), keepalive_seconds=60)
        self._thing, self._version = new_id(), 0

    async def happens(self, times: int = 1) -> int:
        """A thing changes so many times; returns the position of the last."""
        lines = []
        for _ in range(times):
            self._version += 1
            lines.append(a_line(self._thing, version=self._version, client_id=CLIENT))
        async with self._begin() as transaction:
            await self._handle(transaction, lines)
        return (await self.stream.view_status()).position


@pytest_asyncio.fixture(loop_scope="session")
async def world(database: Database) -> AsyncIterator[World]:
    made = World(database)
    reading = [asyncio.create_task(stream.run()) for stream in (made.stream, made.other_process)]
    yield made
    for task in reading:
        task.cancel()


async def anybody() -> Reader:
    return READER


async def heard(
    stream: EventStream, after: int, until: int, current_reader: Callable[[], Awaitable[Reader]] = anybody
) -> list[int]:
    """The positions a listener hears, up to one."""
    found: list[int] = []
    async with asyncio.timeout(PATIENCE), aclosing(stream.events(current_reader, after)) as events:
        async for row in events:
            found.append(position_of(row))
            if found[-1] >= until:
                break
    return found


def position_of(row: Row | None) -> int:
    assert row is not None
    position: int = row["position"]
    return position


async def test_a_change_is_heard_by_whoever_listens_already(world: World) -> None:
    start = await world.happens()
    listening = asyncio.create_task(heard(world.stream, start, start + 3))
    await asyncio.sleep(0.2)

    await world.happens(3)

    assert await listening == [start + 1, start + 2, start + 3]


async def test_what_another_process_projected_is_heard_too(world: World) -> None:
    start = await world.happens()
    listening = asyncio.create_task(heard(world.other_process, start, start + 1))
    await asyncio.sleep(0.2)

    await world.happens()

    assert await listening == [start + 1]


async def test_a_laptop_that_wakes_up_hears_at_once_what_happened_meanwhile(world: World) -> None:
    start = await world.happens()
    await asyncio.gather(heard(world.stream, start, start + 2), world.happens(2))
    end = await world.happens(3)
    await asyncio.sleep(0.7)  # the stream has noticed that nobody listens

    began = time.monotonic()
    assert await heard(world.stream, start + 2, end) == [start + 3, start + 4, start + 5]
    assert time.monotonic() - began < PATIENCE


@pytest.mark.parametrize("name", ["stream", "other_process"])
async def test_whoever_was_away_for_long_hears_all_of_it(world: World, name: str) -> None:
    start = await world.happens()
    end = await world.happens(1200)

    assert await heard(getattr(world, name), start, end) == list(range(start + 1, end + 1))


async def test_what_happens_while_somebody_begins_to_listen_is_heard(world: World) -> None:
    for _ in range(10):
        start = await world.happens()
        listening = asyncio.create_task(heard(world.stream, start, start + 1))
        await asyncio.sleep(0)
        await world.happens()

        assert await listening == [start + 1]
        await asyncio.sleep(0.05)


async def test_a_session_that_has_ended_hears_nothing_more(world: World) -> None:
    start = await world.happens()
    ended = False

    async def current_reader() -> Reader:
        if ended:
            raise Refusal("identity.not_signed_in", "forbidden")
        return READER

    async def hear() -> list[int]:
        return [position_of(row) async for row in world.stream.events(current_reader, start)]

    listening = asyncio.create_task(hear())
    await asyncio.sleep(0.2)
    await world.happens()
    await asyncio.sleep(0.5)
    ended = True
    await world.happens(2)

    assert await asyncio.wait_for(listening, PATIENCE) == [start + 1]


async def test_whoever_loses_a_client_hears_nothing_of_it_any_more(world: World) -> None:
    start = await world.happens()
    clients: tuple[UUID, ...] = ()

    async def current_reader() -> Reader:
        return Reader(UUID(int=1), "provider", clients)

    listening = asyncio.create_task(heard(world.stream, start, start + 3, current_reader))
    await asyncio.sleep(0.2)
    await world.happens(2)
    await asyncio.sleep(0.5)
    clients = (CLIENT,)
    await world.happens()

    assert await listening == [start + 3]
