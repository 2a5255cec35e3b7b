"""Tests a process of a service: its health, its feed's secret, its parked messages, its due work, its log lines."""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import aiohttp
import pytest
from chassis.command import Context
from chassis.database import Database, Transaction
from chassis.database.tables import Moment
from chassis.domain.refusal import Refusal
from chassis.inbox.consumer_lag import ConsumerLag
from chassis.process.clock import SetClock
from chassis.process.runtime import Runtime
from chassis.process.timers import BATCH, Timer, TimerRule
from chassis.telemetry.logs import Sparing
from pydantic import SecretStr
from sqlalchemy import and_, bindparam
from testkit import counter, mirror
from testkit.following import ANNA, CLIENT, Owner
from testkit.keys import KeyPair
from testkit.schema import Addresses
from testkit.serving import served
from testkit.waiting import until

NOW = datetime(2026, 11, 2, tzinfo=UTC)
ALL_ROLES = frozenset({"api", "consumers", "relay", "timers"})
Lay = Callable[[str], Awaitable[Addresses]]
MakeDatabase = Callable[..., Awaitable[Database]]


def settings(addresses: Addresses, kind: Any = counter.Settings, **more: Any) -> Any:
    return kind(
        app_url=SecretStr(addresses.app),
        system_url=SecretStr(addresses.system),
        kafka="127.0.0.1:1",
        feed_token=SecretStr("feed"),
        **more,
    )


@pytest.fixture
async def session(laid: Lay, keys: KeyPair, tmp_path: Path) -> AsyncIterator[aiohttp.ClientSession]:
    """Runs a counter service in all roles, with Kafka unreachable."""
    key = tmp_path / "verify.pem"
    key.write_text(keys.public_pem)
    app = await counter.build(settings(await laid("counter"), verify_key_file=key), ALL_ROLES)
    async with served(app) as address, aiohttp.ClientSession(address) as session:
        yield session


async def got(session: aiohttp.ClientSession, path: str, token: str = "") -> tuple[int, Any]:
    async with session.get(path, headers={"authorization": f"Bearer {token}"}) as answer:
        content = await (answer.text() if path == "/metrics" else answer.json(content_type=None))
        return answer.status, content


async def test_a_service_is_alive_and_ready_though_kafka_is_away(session: aiohttp.ClientSession) -> None:
    assert await got(session, "/livez") == (200, {"live": True})
    status, facts = await got(session, "/readyz")
    assert (status, facts["ready"]) == (200, True)


async def test_metrics_tell_requests_by_route_and_not_by_address(session: aiohttp.ClientSession, keys: KeyPair) -> None:
    async with session.post("/counters", json={}, headers=keys.headers(ANNA, CLIENT)) as answer:
        thing = (await answer.json())["id"]
    async with session.post(f"/counters/{thing}/add", json={}, headers=keys.headers(ANNA, CLIENT)):
        pass

    _, text = await got(session, "/metrics")

    assert 'opslayer_request_seconds_count{method="POST",route="/counters/{counter_id}/add",status="200"}' in text
    assert thing not in text


@pytest.mark.parametrize("path", ["/journal/heads", "/journal?shard=0"])
async def test_the_feed_opens_only_with_the_services_secret(session: aiohttp.ClientSession, path: str) -> None:
    assert (await got(session, path, "guess"))[0] == 401
    assert (await got(session, path))[0] == 401
    assert (await got(session, path, "feed"))[0] == 200


async def test_an_empty_secret_opens_nothing(laid: Lay) -> None:
    addresses = await laid("counter")
    configured = settings(addresses).model_copy(update={"feed_token": SecretStr("")})
    app = await counter.build(configured, frozenset({"relay"}))

    async with served(app) as address, aiohttp.ClientSession(address) as session:
        assert (await got(session, "/journal/heads", ""))[0] == 401


async def test_a_loop_that_ended_makes_the_process_not_alive(laid: Lay, open_database: MakeDatabase) -> None:
    addresses = await laid("counter")
    runtime = Runtime("counter", settings(addresses), ALL_ROLES, await open_database(at=addresses))

    async def broken() -> None:
        raise RuntimeError("a defect")

    runtime.in_background("timers", broken())

    async with served(runtime.app) as address, aiohttp.ClientSession(address) as session:
        await until(lambda: _not_alive(session))


async def _not_alive(session: aiohttp.ClientSession) -> bool:
    return (await got(session, "/livez"))[0] == 503


async def test_parked_messages_are_listed_shown_released_and_dropped(laid: Lay, open_database: MakeDatabase) -> None:
    owner = Owner(await open_database(), "counter")
    addresses = await laid("mirror")
    follows = {"source": "mirror", "follows": ["counter"], "peer_urls": {"counter": owner.url}}
    app = await mirror.build(settings(addresses, mirror.Settings, **follows), frozenset({"consumers"}))
    thing, other = await owner.count(), await owner.count()
    await _park(await open_database(at=addresses), owner, thing, other)

    async with served(app) as address, aiohttp.ClientSession(address) as session:
        _, listed = await got(session, "/parked", "feed")
        number = next(item["id"] for item in listed["items"] if item["subject"] == str(other))
        _, shown = await got(session, f"/parked/{number}", "feed")
        released = await _posted(session, f"/parked/release/{thing}")
        dropped = await _posted(session, f"/parked/{number}/drop")
        _, after = await got(session, "/parked", "feed")

    assert (listed["total"], after["total"]) == (2, 0)
    assert str(other) in shown["raw"]
    assert (released, dropped) == ({"applied": 1}, {"dropped": number})


async def _park(database: Database, owner: Owner, *things: UUID) -> None:
    from chassis.inbox import parked

    async with database.transaction(CLIENT) as transaction:
        for line in await owner.lines():
            assert line.subject in things
            await parked.park(transaction, line, "refused", "not now")


async def _posted(session: aiohttp.ClientSession, path: str) -> Any:
    async with session.post(path, headers={"authorization": "Bearer feed"}) as answer:
        return await answer.json(content_type=None)


def due(act: Callable[[Transaction, Context, UUID], Awaitable[Any]]) -> TimerRule:
    value = counter.TABLE.c.value
    some_time = bindparam("now", type_=Moment).is_not(None)
    return TimerRule("counters.overflow", counter.TABLE, and_(value >= 5, some_time), counter.TABLE.c.id, act)


async def _reset(transaction: Transaction, context: Context, thing: UUID) -> None:
    await counter.add(transaction, context, thing, -5)


async def _overflowing(owner: Owner, number: int) -> list[UUID]:
    things = [await owner.count(client_id=UUID(int=7 + index % 2)) for index in range(number)]
    for index, thing in enumerate(things):
        await owner.count(thing, 5, client_id=UUID(int=7 + index % 2))
    return things


async def test_what_falls_due_is_done_once_for_every_client(database: Database) -> None:
    await _overflowing(Owner(database, "counter"), 6)

    looks = await asyncio.gather(*(Timer(database, SetClock(NOW), due(_reset)).look() for _ in range(3)))

    assert sum(looks) == 6
    async with database.system_transaction() as transaction:
        rows = await transaction.rows("SELECT value, version FROM counter")
        by_system = await transaction.value("SELECT count(*) FROM journal WHERE actor_side = 'system'")
    assert {(row["value"], row["version"]) for row in rows} == {(0, 3)}
    assert by_system == 6


@pytest.mark.parametrize("error", [Refusal("counter.not_now"), RuntimeError("a defect")])
async def test_due_work_that_fails_does_not_stop_the_rest(database: Database, error: Exception) -> None:
    things = await _overflowing(Owner(database, "counter"), 3)

    async def act(transaction: Transaction, context: Context, thing: UUID) -> None:
        if thing == things[0]:
            raise error
        await _reset(transaction, context, thing)

    timer = Timer(database, SetClock(NOW), due(act))

    assert await timer.look() == 2
    assert await Timer(database, SetClock(NOW), due(_reset)).look() == 1


async def test_what_failed_stands_before_nothing_else_until_a_minute_is_over(database: Database) -> None:
    things = await _overflowing(Owner(database, "counter"), BATCH + 1)
    tried: list[UUID] = []

    async def act(_: Transaction, __: Context, thing: UUID) -> None:
        tried.append(thing)
        raise RuntimeError("a defect")

    clock = SetClock(NOW)
    timer = Timer(database, clock, due(act))
    looks = []
    for seconds in (0, 1, 2, 120):
        clock.at = NOW + timedelta(seconds=seconds)
        await timer.look()
        looks.append(len(tried))

    assert looks == [BATCH, BATCH + 1, BATCH + 1, 2 * BATCH + 1]
    assert set(tried) == set(things)


def test_a_consumer_that_applies_everything_is_not_behind() -> None:
    behind = ConsumerLag("counter")

    assert behind.look([1, 2], [0, 0], now=0) == []
    assert behind.look([1, 2], [1, 2], now=3) == []


def test_a_line_still_missing_at_the_second_look_is_overdue() -> None:
    behind = ConsumerLag("counter")
    behind.look([1, 2], [0, 0], now=0)

    assert behind.look([4, 2], [1, 1], now=3) == [1]


def test_how_far_behind_is_counted_from_the_oldest_line_that_is_missing() -> None:
    from chassis import telemetry

    behind = ConsumerLag("someone")
    for now, heads, marks in ((0, [1], [0]), (3, [5], [0]), (6, [9], [4])):
        behind.look(heads, marks, now=now)

    assert telemetry.CONSUMER_BEHIND.labels("someone")._value.get() == 5
    assert telemetry.CONSUMER_BEHIND_SECONDS.labels("someone")._value.get() == 3


def test_what_was_seen_at_a_look_is_reached_when_all_of_it_is_applied() -> None:
    behind = ConsumerLag("counter")
    reached = []
    for now, heads, marks in ((0, [4], [2]), (3, [6], [3]), (6, [6], [5]), (9, [6], [6])):
        behind.look(heads, marks, now=now)
        reached.append(behind.caught_up_at)

    assert reached == [None, None, 0, 9]


def test_a_talkative_library_says_each_sentence_once_in_a_while() -> None:
    sparing = Sparing(seconds=3600)
    record = logging.LogRecord("aiokafka.conn", logging.ERROR, "", 0, "Unable to connect to %s", ("node",), None)
    other = logging.LogRecord("aiokafka.conn", logging.ERROR, "", 0, "Something else", None, None)
    ours = logging.LogRecord("uvicorn.error", logging.ERROR, "", 0, "Unable to connect to %s", ("node",), None)

    assert [sparing.filter(record) for _ in range(100)].count(True) == 1
    assert sparing.filter(other)
    assert [sparing.filter(ours) for _ in range(5)] == [True] * 5
