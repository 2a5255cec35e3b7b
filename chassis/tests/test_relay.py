"""One relay leads. Another takes over from a dead leader and from a frozen one, and no relay ever skips a line."""

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import asyncpg
import pytest
from aiokafka.errors import KafkaError
from chassis.database import Database
from chassis.identifiers import new_id
from chassis.journal import wakeups
from chassis.journal.kafka_sender import Sender
from chassis.journal.lease import Lease
from chassis.journal.line import JournalLine
from chassis.journal.relay import Relay
from testkit import topics
from testkit.following import Owner, relaying
from testkit.keys import KeyPair
from testkit.lines import a_line, things_of_one_shard
from testkit.network_proxy import kafka_proxy
from testkit.schema import Addresses
from testkit.serving import free_port
from testkit.waiting import until

MakeDatabase = Callable[..., Awaitable[Database]]
Lay = Callable[[str], Awaitable[Addresses]]
NOWHERE = "127.0.0.1:1"


@dataclass
class Process:
    """A process of the counter service."""

    running: asyncio.subprocess.Process
    port: int

    async def stopped(self, with_signal: signal.Signals) -> float:
        """Sends a signal. Returns the seconds until the process ended."""
        started = asyncio.get_running_loop().time()
        self.running.send_signal(with_signal)
        await asyncio.wait_for(self.running.wait(), 60)
        return asyncio.get_running_loop().time() - started


@asynccontextmanager
async def process(
    addresses: Addresses, source: str, kafka: str, roles: str, tmp_path: Path, module: str = "counter", **more: str
) -> AsyncIterator[Process]:
    """Runs `python -m testkit.counter` in these roles."""
    port = free_port()
    key = tmp_path / "verify.pem"
    key.write_text(KeyPair().public_pem)
    environment = {
        "OPSLAYER_PORT": str(port),
        "OPSLAYER_APP_URL": addresses.app,
        "OPSLAYER_SYSTEM_URL": addresses.system,
        "OPSLAYER_KAFKA": kafka,
        "OPSLAYER_SOURCE": source,
        "OPSLAYER_VERIFY_KEY_FILE": str(key),
        "OPSLAYER_LOG": "console",
        **more,
    }
    command = [sys.executable, "-m", f"testkit.{module}", "--roles", roles]
    outside = {name: value for name, value in os.environ.items() if not name.startswith("OPSLAYER_")}
    running = await asyncio.create_subprocess_exec(*command, env=outside | environment)
    try:
        await until(lambda: _answers(port), 90)
        yield Process(running, port)
    finally:
        if running.returncode is None:
            running.send_signal(signal.SIGCONT)
            running.kill()
            await running.wait()


async def _answers(port: int) -> bool:
    try:
        _, writer = await asyncio.open_connection("127.0.0.1", port)
    except OSError:
        return False
    writer.close()
    return True


async def _leader(database: Database) -> str:
    async with database.system_transaction() as transaction:
        row = await transaction.row("SELECT holder FROM lease WHERE until > clock_timestamp()")
    return str(row["holder"]) if row else ""


async def _numbers(kafka: str, source: str) -> dict[str, list[int]]:
    """Returns the numbers of each shard on Kafka, in the order of the records."""
    found: dict[str, list[int]] = {}
    for record in await topics.records(kafka, f"{source}.events"):
        headers = dict(record.headers)
        found.setdefault(headers["ce_shard"].decode(), []).append(int(headers["ce_sequence"]))
    return found


async def _all_there(owner: Owner, kafka: str) -> bool:
    """Returns true when every line is on Kafka. Fails when a shard skips a number (repeats are allowed)."""
    found = await _numbers(kafka, owner.source)
    for numbers in found.values():
        highest = 0
        for number in numbers:
            assert number <= highest + 1, "the relay skipped a line"
            highest = max(highest, number)
    return sum(max(numbers) for numbers in found.values()) == len(await owner.lines())


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGSTOP])
async def test_another_replica_takes_over_from_a_dead_and_from_a_frozen_leader(
    laid: Lay, open_database: MakeDatabase, topic: str, platform: Any, tmp_path: Path, how: signal.Signals
) -> None:
    addresses = await laid("counter")
    database = await open_database(at=addresses)
    owner = Owner(database, topic)
    async with process(addresses, topic, platform.kafka, "relay", tmp_path) as leader:
        await until(lambda: _leader(database))
        async with relaying(owner, platform.kafka) as relay:
            things = [await owner.count() for _ in range(5)]
            await until(lambda: _all_there(owner, platform.kafka))
            assert not relay.leads

            leader.running.send_signal(how)
            for thing in things * 3:
                await owner.count(thing)
            await until(lambda: _is_led_by(relay), 10)
            leader.running.send_signal(signal.SIGCONT) if how == signal.SIGSTOP else None
            await owner.count()

            await until(lambda: _all_there(owner, platform.kafka))
            assert relay.leads


async def _is_led_by(relay: Relay) -> bool:
    return relay.leads


async def test_nothing_goes_out_without_its_generation_when_the_database_fails_at_the_first_lead(
    laid: Lay, open_database: MakeDatabase, topic: str, platform: Any
) -> None:
    addresses = await laid("counter")
    owner = Owner(await open_database(at=addresses), topic)
    await owner.count()
    connection = await asyncpg.connect(addresses.migration)
    try:
        await connection.execute("ALTER TABLE journal_generation RENAME TO away")
        async with relaying(owner, platform.kafka) as relay:
            await until(lambda: _is_led_by(relay))
            await asyncio.sleep(1)  # time for a second round
            await connection.execute("ALTER TABLE away RENAME TO journal_generation")
            await until(lambda: _all_there(owner, platform.kafka))
    finally:
        await connection.close()

    (line,) = await owner.lines()
    (record,) = await topics.records(platform.kafka, f"{owner.source}.events")
    assert dict(record.headers)["ce_generation"].decode() == line.generation


async def test_only_one_of_several_candidates_leads(database: Database) -> None:
    leases = [Lease(database, "relay", f"replica-{number}") for number in range(4)]

    taken = await asyncio.gather(*(lease.take() for lease in leases))

    assert sorted(taken) == [False, False, False, True]


async def test_a_lease_given_up_is_taken_at_once_with_a_higher_epoch(database: Database) -> None:
    first, second = Lease(database, "relay", "first"), Lease(database, "relay", "second")
    await first.take()
    epoch = first.epoch or 0

    await first.give_up()

    assert await second.take()
    assert second.epoch == epoch + 1
    assert not await first.take()


async def test_a_leader_that_renews_keeps_its_epoch(database: Database) -> None:
    lease = Lease(database, "relay", "first")
    await lease.take()
    epoch = lease.epoch

    assert await lease.take()
    assert lease.epoch == epoch


async def test_a_line_committed_in_another_process_wakes_the_leader(
    laid: Lay, topic: str, open_database: MakeDatabase
) -> None:
    addresses = await laid("counter")
    here, there = await open_database(at=addresses), await open_database(at=addresses)
    heard = asyncio.Event()
    tasks = [
        asyncio.create_task(wakeups.listen(here, heard.set)),
        asyncio.create_task(wakeups.notify(there, lambda: False)),
    ]
    owner = Owner(there, topic)

    async def woken() -> bool:
        await owner.count()
        return heard.is_set()

    await until(woken)
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


async def test_a_burst_of_commits_is_one_notification(laid: Lay, open_database: MakeDatabase, topic: str) -> None:
    addresses = await laid("counter")
    here, there = await open_database(at=addresses), await open_database(at=addresses)
    heard = 0

    def hear() -> None:
        nonlocal heard
        heard += 1

    tasks = [
        asyncio.create_task(wakeups.listen(here, hear)),
        asyncio.create_task(wakeups.notify(there, lambda: False)),
    ]
    owner = Owner(there, topic)
    await asyncio.sleep(0.3)
    await asyncio.gather(*(owner.count() for _ in range(60)))
    await asyncio.sleep(0.3)
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)

    assert 0 < heard < 60


async def test_a_process_stops_quickly_though_kafka_is_away(
    laid: Lay, open_database: MakeDatabase, topic: str, tmp_path: Path
) -> None:
    addresses = await laid("counter")
    owner = Owner(await open_database(at=addresses), topic)
    await owner.count()

    async with process(addresses, topic, NOWHERE, "api,relay,timers", tmp_path) as running:
        await asyncio.sleep(1)
        assert await running.stopped(signal.SIGTERM) < 15


async def test_a_consumer_stops_quickly_though_kafka_went_away(
    laid: Lay, topic: str, platform: Any, tmp_path: Path
) -> None:
    proxy = await kafka_proxy(platform.kafka).open()
    follows = {"OPSLAYER_FOLLOWS": f'["{topic}"]', "OPSLAYER_PEER_URLS": f'{{"{topic}": "http://127.0.0.1:1"}}'}
    group = f"mirror-{topic}"
    async with process(
        await laid("mirror"), group, proxy.address, "consumers", tmp_path, module="mirror", **follows
    ) as running:
        await asyncio.sleep(2)
        await proxy.close()
        assert await running.stopped(signal.SIGTERM) < 15


async def test_a_line_that_kafka_will_never_take_holds_nothing_up(platform: Any) -> None:
    kafka, topic = platform.kafka, f"counter-{new_id()}.events"
    await topics.make(kafka, topic, settings={"max.message.bytes": "100000"})
    sender = Sender(kafka, topic)
    *small, other = [a_line(thing, seq=seq) for seq, thing in enumerate(things_of_one_shard(3), 1)]
    for_kafka, for_us = [a_line(data=b"{" + b" " * size + b"}") for size in (300_000, 2_000_000)]
    try:
        sent = [
            await sender.send([small[0], for_us, small[1]]),
            await sender.send([for_kafka]),
            await sender.send([other]),
        ]
    finally:
        await sender.close()

    assert sent == [True, True, True]
    assert [dict(one.headers)["ce_sequence"] for one in await topics.records(kafka, topic)] == [b"1", b"2", b"3"]


async def test_a_wiped_topic_is_noticed_however_much_is_sent_to_it_next(platform: Any) -> None:
    kafka, topic = platform.kafka, f"counter-{new_id()}.events"
    lines = [a_line(thing, seq=seq) for seq, thing in enumerate(things_of_one_shard(7), 1)]
    await topics.make(kafka, topic)
    sender = Sender(kafka, topic)
    try:
        first = await sender.send(lines[:2])
        await topics.remove(kafka, topic)
        await until(lambda: _made(kafka, topic))
        after_the_wipe = await until(lambda: _answer(sender, lines[2:]), 60)
        again = await sender.send(lines[2:])
    finally:
        await sender.close()

    assert (first, after_the_wipe, again) == (True, "wiped", True)


async def _made(kafka: str, topic: str) -> bool:
    await topics.make(kafka, topic)
    return await topics.exists(kafka, topic)


async def _answer(sender: Sender, lines: list[JournalLine]) -> str:
    """What became of the lines; nothing while Kafka does not take them yet."""
    try:
        return "sent" if await sender.send(lines) else "wiped"
    except (KafkaError, TimeoutError):
        await sender.close()
        return ""
