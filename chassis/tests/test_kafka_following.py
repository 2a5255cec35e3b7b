"""Lines go from a journal through a real Kafka to a consumer: order, broken records, wiped topics, replicas, no owner."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from dataclasses import replace
from typing import Any

import orjson
import pytest
from chassis.database import Database
from chassis.identifiers import new_id
from chassis.journal.line import JournalLine, to_cloud_event, to_headers
from chassis.journal.relay import rewind
from testkit import topics
from testkit.following import Consumer, Owner, consuming, listening, relaying
from testkit.network_proxy import NetworkProxy, kafka_proxy, postgres_proxy
from testkit.waiting import until

MakeDatabase = Callable[..., Awaitable[Database]]
NOWHERE = "127.0.0.1:1"


@pytest.fixture
async def owner(database: Database, topic: str) -> AsyncIterator[Owner]:
    owner = Owner(database, topic)
    async with owner.here():
        yield owner


async def everything(owner: Owner, consumer: Consumer, at_most: float = 20) -> None:
    """Waits until the consumer has applied every event, and checks that it applied each once and in order."""
    lines = await owner.lines()

    async def there() -> bool:
        return len(await consumer.seen()) + len(await consumer.parked()) >= len(lines)

    await until(there, at_most)
    seen = await consumer.seen()
    assert sorted(seen) == sorted(line.id for line in lines)
    for shard in {line.shard for line in lines}:
        in_order = [line.id for line in lines if line.shard == shard]
        assert [event for event in seen if event in set(in_order)] == in_order


async def a_few_things(owner: Owner, number: int = 12, each: int = 4) -> None:
    things = [await owner.count() for _ in range(number)]
    for _ in range(each - 1):
        for thing in things:
            await owner.count(thing)


async def test_the_relay_keeps_the_order_of_each_shard(owner: Owner, platform: Any) -> None:
    await a_few_things(owner)

    async with relaying(owner, platform.kafka):
        records = await until(lambda: _records(platform.kafka, owner, 48))

    sent = [(_header(one, "ce_shard"), int(_header(one, "ce_sequence"))) for one in records]
    for shard in {shard for shard, _ in sent}:
        numbers = [seq for of, seq in sent if of == shard]
        assert numbers == list(range(1, len(numbers) + 1))


async def _records(kafka: str, owner: Owner, number: int) -> list[Any]:
    found = await topics.records(kafka, f"{owner.source}.events")
    return found if len(found) >= number else []


def _header(record: Any, name: str) -> str:
    return str(dict(record.headers)[name].decode())


async def test_a_record_is_a_cloud_event_in_binary_mode(owner: Owner, platform: Any) -> None:
    thing = await owner.count()

    async with relaying(owner, platform.kafka):
        (record,) = await until(lambda: _records(platform.kafka, owner, 1))

    (line,) = await owner.lines()
    headers = {name: value.decode() for name, value in record.headers}
    assert headers["content-type"] == "application/json"
    assert headers["ce_specversion"] == "1.0"
    assert headers["ce_id"] == str(line.id)
    assert headers["ce_source"] == f"/{owner.source}"
    assert headers["ce_type"] == "counter.counter.added.v1"
    assert (headers["ce_subject"], record.key) == (str(thing), str(thing).encode())
    assert (headers["ce_version"], headers["ce_sequence"]) == ("1", "1")
    assert all(name[3:].isalnum() and name.islower() for name in headers if name.startswith("ce_"))
    assert orjson.loads(record.value)["state"]["id"] == str(thing)


async def test_events_arrive_through_kafka_once_and_in_order(
    owner: Owner, open_database: MakeDatabase, platform: Any
) -> None:
    async with AsyncExitStack() as all_:
        consumer = await all_.enter_async_context(consuming(await open_database("mirror"), owner))
        await all_.enter_async_context(relaying(owner, platform.kafka))
        await all_.enter_async_context(listening(consumer, owner, platform.kafka))
        await a_few_things(owner)

        await everything(owner, consumer)


async def test_lines_sent_again_are_passed_over(owner: Owner, open_database: MakeDatabase, platform: Any) -> None:
    async with AsyncExitStack() as all_:
        consumer = await all_.enter_async_context(consuming(await open_database("mirror"), owner))
        await all_.enter_async_context(relaying(owner, platform.kafka))
        await all_.enter_async_context(listening(consumer, owner, platform.kafka))
        await a_few_things(owner)
        await until(lambda: _records(platform.kafka, owner, 48))

        await rewind(owner.database)
        await until(lambda: _records(platform.kafka, owner, 96))
        await owner.count()

        await everything(owner, consumer)


async def test_two_consumers_of_one_group_never_double(
    owner: Owner, open_database: MakeDatabase, platform: Any
) -> None:
    database = await open_database("mirror", size=10)
    async with AsyncExitStack() as all_:
        first = await all_.enter_async_context(consuming(database, owner))
        second = await all_.enter_async_context(consuming(database, owner))
        await all_.enter_async_context(relaying(owner, platform.kafka))
        await all_.enter_async_context(listening(first, owner, platform.kafka, watch=True))
        await a_few_things(owner, each=2)
        async with listening(second, owner, platform.kafka, watch=True):
            await a_few_things(owner, each=2)
            await everything(owner, first)


async def test_a_wiped_topic_loses_nothing(owner: Owner, open_database: MakeDatabase, platform: Any) -> None:
    async with AsyncExitStack() as all_:
        consumer = await all_.enter_async_context(consuming(await open_database("mirror"), owner))
        await all_.enter_async_context(relaying(owner, platform.kafka))
        await all_.enter_async_context(listening(consumer, owner, platform.kafka, watch=True))
        await a_few_things(owner, 6, 3)
        await everything(owner, consumer)

        await topics.remove(platform.kafka, f"{owner.source}.events")
        await a_few_things(owner, 6, 3)
        await _made_again(platform.kafka, f"{owner.source}.events")
        await a_few_things(owner, 3, 2)

        await everything(owner, consumer, 40)
        found = await until(lambda: _records(platform.kafka, owner, 42), 40)
    assert {_header(one, "ce_id") for one in found} == {str(line.id) for line in await owner.lines()}


async def _made_again(kafka: str, topic: str) -> None:
    async def made() -> bool:
        await topics.make(kafka, topic)
        return await topics.exists(kafka, topic)

    await until(made, every=0.2)


async def test_kafka_that_goes_away_and_comes_back_is_only_slower(
    owner: Owner, open_database: MakeDatabase, platform: Any
) -> None:
    proxy = await kafka_proxy(platform.kafka).open()
    async with AsyncExitStack() as all_:
        consumer = await all_.enter_async_context(consuming(await open_database("mirror"), owner))
        await all_.enter_async_context(relaying(owner, proxy.address))
        await all_.enter_async_context(listening(consumer, owner, proxy.address))
        await a_few_things(owner, 4, 2)
        await everything(owner, consumer)

        await proxy.close()
        await a_few_things(owner, 4, 2)
        await asyncio.sleep(1)
        await proxy.open()

        await everything(owner, consumer, 30)
    await proxy.close()


async def test_consumers_that_are_made_anew_go_on_where_they_were(
    owner: Owner, open_database: MakeDatabase, platform: Any
) -> None:
    async with AsyncExitStack() as all_:
        consumer = await all_.enter_async_context(consuming(await open_database("mirror"), owner))
        await all_.enter_async_context(relaying(owner, platform.kafka))
        bus = await all_.enter_async_context(listening(consumer, owner, platform.kafka))
        await a_few_things(owner, 3, 2)
        await everything(owner, consumer)

        bus.reconnect()
        await a_few_things(owner, 3, 2)

        await everything(owner, consumer, 30)


async def test_without_any_kafka_everything_arrives_by_pull(owner: Owner, open_database: MakeDatabase) -> None:
    async with AsyncExitStack() as all_:
        consumer = await all_.enter_async_context(consuming(await open_database("mirror"), owner))
        await all_.enter_async_context(relaying(owner, NOWHERE))
        bus = await all_.enter_async_context(listening(consumer, owner, NOWHERE, watch=True))
        await a_few_things(owner)

        await everything(owner, consumer)
        assert not bus.connected


def _headers(line: JournalLine) -> list[tuple[str, bytes | None]]:
    return [(name, content) for name, content in to_headers(line) if name != "content-type"]


def _without_id(line: JournalLine) -> list[tuple[str, bytes | None]]:
    return [pair for pair in _headers(line) if pair[0] != "ce_id"]


POISON: dict[str, Callable[[JournalLine], tuple[bytes | None, list[tuple[str, bytes | None]]]]] = {
    "nothing at all": lambda _: (b"", []),
    "a tombstone": lambda line: (None, _headers(line)),
    "broken JSON": lambda line: (b'{"added": ', _headers(line)),
    "JSON that is no object": lambda line: (b"[1, 2]", _headers(line)),
    "a null header of ours": lambda line: (line.data, [*_without_id(line), ("ce_id", None)]),
    "a null header of others": lambda line: (line.data, [*_headers(line), ("x-trace", None)]),
    "a header that is not UTF-8": lambda line: (line.data, [*_headers(line), ("ce_actorname", b"\xff\xfe")]),
    "a foreign header that is not UTF-8": lambda line: (line.data, [*_headers(line), ("x-trace", b"\xff\xfe")]),
    "no id": lambda line: (line.data, _without_id(line)),
    "a number that is none": lambda line: (line.data, [*_headers(line), ("ce_sequence", b"first")]),
    "another service's line": lambda line: (line.data, [*_headers(line), ("ce_source", b"/elsewhere")]),
    "a shard that does not exist": lambda line: (line.data, [*_headers(line), ("ce_shard", b"99")]),
    "2 MB of text": lambda _: (orjson.dumps({"added": "x" * 2_000_000}), [("ce_id", b"x")]),
    "a broken structured event": lambda _: (b"{}", [("content-type", b"application/cloudevents+json")]),
}


async def test_poison_of_every_kind_is_set_aside_and_everything_else_is_applied(
    owner: Owner, open_database: MakeDatabase, platform: Any
) -> None:
    await a_few_things(owner, 8, 2)
    lines = await owner.lines()
    for number, make in enumerate(POISON.values()):
        value, headers = make(lines[number % len(lines)])
        await topics.put(platform.kafka, f"{owner.source}.events", number % topics.PARTITIONS, value, headers)

    async with AsyncExitStack() as all_:
        consumer = await all_.enter_async_context(consuming(await open_database("mirror"), owner))
        await all_.enter_async_context(relaying(owner, platform.kafka))
        await all_.enter_async_context(listening(consumer, owner, platform.kafka))

        await until(lambda: _has_seen(consumer, len(lines)))
        parked = await until(lambda: _has_parked(consumer, len(POISON) - 2), 5)

    assert sorted(await consumer.seen()) == sorted(line.id for line in lines)
    assert {row["reason"] for row in parked} == {"unreadable"}
    assert len(parked) == len(POISON) - 2


async def _has_seen(consumer: Consumer, number: int) -> bool:
    return len(await consumer.seen()) >= number


async def _has_parked(consumer: Consumer, number: int) -> list[Any]:
    parked = await consumer.parked()
    return parked if len(parked) >= number else []


async def test_a_structured_cloud_event_is_read_too(owner: Owner, open_database: MakeDatabase, platform: Any) -> None:
    await owner.count()
    (line,) = await owner.lines()
    content = orjson.dumps(to_cloud_event(line))
    headers = [("content-type", b"application/cloudevents+json; charset=UTF-8")]
    await topics.put(platform.kafka, f"{owner.source}.events", 0, content, headers)

    async with AsyncExitStack() as all_:
        consumer = await all_.enter_async_context(consuming(await open_database("mirror"), owner))
        await all_.enter_async_context(listening(consumer, owner, platform.kafka))

        await everything(owner, consumer)
    assert await consumer.parked() == []


async def test_a_line_too_large_for_kafka_stops_nothing(
    owner: Owner, open_database: MakeDatabase, platform: Any
) -> None:
    thing = await owner.count()
    await owner.open(new_id(), note="x" * 1_500_000)
    await owner.count(thing)

    async with AsyncExitStack() as all_:
        consumer = await all_.enter_async_context(consuming(await open_database("mirror"), owner))
        await all_.enter_async_context(relaying(owner, platform.kafka))
        await all_.enter_async_context(listening(consumer, owner, platform.kafka, watch=True))

        await everything(owner, consumer)


async def test_an_owner_that_is_unreachable_is_waited_for_and_nothing_is_parked(
    database: Database, open_database: MakeDatabase, topic: str, platform: Any
) -> None:
    owner = Owner(database, topic)
    await a_few_things(owner, 4, 2)
    async with AsyncExitStack() as all_:
        consumer = await all_.enter_async_context(consuming(await open_database("mirror"), owner))
        await all_.enter_async_context(relaying(owner, platform.kafka))
        await all_.enter_async_context(listening(consumer, owner, platform.kafka))
        await until(lambda: _records(platform.kafka, owner, 8))
        await asyncio.sleep(1)
        assert (await consumer.seen(), await consumer.parked()) == ([], [])

        async with owner.here():
            await everything(owner, consumer)


async def test_a_database_that_goes_away_and_comes_back_loses_nothing(
    owner: Owner, laid: Callable[[str], Awaitable[Any]], open_database: MakeDatabase, platform: Any
) -> None:
    addresses = await laid("mirror")
    proxy, through = postgres_proxy(addresses.app)
    await proxy.open()
    async with AsyncExitStack() as all_:
        database = await open_database(at=replace(addresses, app=through))
        consumer = await all_.enter_async_context(consuming(database, owner))
        await all_.enter_async_context(relaying(owner, platform.kafka))
        await all_.enter_async_context(listening(consumer, owner, platform.kafka))
        await a_few_things(owner, 4, 2)
        await everything(owner, consumer)

        await proxy.close()
        await a_few_things(owner, 4, 2)
        await asyncio.sleep(0.5)
        await proxy.open()

        await everything(owner, consumer)
        assert await consumer.parked() == []
    await proxy.close()


def test_a_gate_speaks_for_the_server_behind_it() -> None:
    proxy = NetworkProxy("127.0.0.1", 59092, kafka=True)

    assert proxy._readdressed(b"..127.0.0.1" + (59092).to_bytes(4, "big")) == b"..127.0.0.1" + proxy.port.to_bytes(
        4, "big"
    )
