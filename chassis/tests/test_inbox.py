"""The inbox applies every line once and in order, pulls missing lines, and parks lines that it cannot apply."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import replace
from uuid import UUID

import asyncpg
import pytest
from chassis.database import Database
from chassis.domain.refusal import Refusal
from chassis.inbox import parked
from chassis.inbox.applying import transient
from chassis.inbox.feed import OwnerUnreachable
from chassis.inbox.following import Follower
from chassis.inbox.watermarks import GenerationUnknown
from chassis.journal.line import JournalLine
from testkit.following import CLIENT, Consumer, Owner, consuming
from testkit.lines import things_of_one_shard
from testkit.schema import Addresses
from testkit.waiting import until

MakeDatabase = Callable[..., Awaitable[Database]]
Lay = Callable[[str], Awaitable[Addresses]]
OTHER_CLIENT = UUID(int=8)


async def test_the_next_line_is_applied_and_the_mark_moves(owner: Owner, consumer: Consumer) -> None:
    lines = await owner.a_history(3)

    await consumer.follower.receive(lines)

    assert await consumer.seen() == [line.id for line in lines]
    assert (await consumer.marks(), await consumer.said()) == (3, 3)


async def test_an_older_line_is_passed_over(owner: Owner, consumer: Consumer) -> None:
    lines = await owner.a_history(3)
    await consumer.follower.receive(lines)

    await consumer.follower.receive(lines[:2])
    await consumer.follower.receive(lines)

    assert await consumer.seen() == [line.id for line in lines]


async def test_a_line_twice_in_one_batch_is_applied_once(owner: Owner, consumer: Consumer) -> None:
    lines = await owner.a_history(2)

    await consumer.follower.receive([lines[0], lines[0], lines[1], lines[0]])

    assert await consumer.seen() == [line.id for line in lines]


async def test_a_gap_is_pulled_from_the_feed_and_applied_in_order(owner: Owner, consumer: Consumer) -> None:
    lines = await owner.a_history(5)

    await consumer.follower.receive([lines[0], lines[3]])

    assert await consumer.seen() == [line.id for line in lines]


async def test_a_batch_out_of_order_is_applied_in_order(owner: Owner, consumer: Consumer) -> None:
    lines = await owner.a_history(4)

    await consumer.follower.receive(list(reversed(lines)))

    assert await consumer.seen() == [line.id for line in lines]


async def test_a_gap_while_the_owner_is_away_is_left_and_pulled_later(open_database: MakeDatabase) -> None:
    owner = Owner(await open_database(), "counter")
    lines = await owner.a_history(3)
    async with consuming(await open_database("mirror"), owner) as consumer:
        async with owner.here():
            await consumer.follower.learn_generation("counter")
        await consumer.follower.receive([lines[0], lines[2]])
        assert await consumer.seen() == [lines[0].id]

        async with owner.here(), watching(consumer):
            await until(lambda: _sees(consumer, 3))

    assert await consumer.parked() == []


async def _sees(consumer: Consumer, number: int) -> bool:
    return len(await consumer.seen()) >= number


class watching:  # noqa: N801 - reads as a sentence
    """Makes the consumers compare heads while this is open."""

    def __init__(self, *consumers: Consumer) -> None:
        self._consumers = consumers
        self._tasks: list[asyncio.Task[None]] = []

    async def __aenter__(self) -> None:
        self._tasks = [asyncio.create_task(consumer.follower.watch()) for consumer in self._consumers]

    async def __aexit__(self, *_: object) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)


async def test_without_kafka_everything_arrives_by_comparing_heads(owner: Owner, consumer: Consumer) -> None:
    things = [await owner.count() for _ in range(20)]
    for thing in things:
        await owner.count(thing, 5)

    async with watching(consumer):
        await until(lambda: _sees(consumer, 40))

    assert await consumer.copies() == dict.fromkeys(things, 5)
    assert sorted(await consumer.seen()) == sorted(line.id for line in await owner.lines())


async def test_two_replicas_never_apply_a_line_twice(open_database: MakeDatabase, owner: Owner) -> None:
    database = await open_database("mirror", size=12)
    for _ in range(10):
        await owner.a_history(4)
    lines = await owner.lines()

    async with consuming(database, owner) as first, consuming(database, owner) as second, watching(first, second):
        halves = [lines[start : start + 7] for start in range(0, len(lines), 5)]
        for half in halves:
            await asyncio.gather(*(one.follower.receive(half) for one in (first, second)), return_exceptions=True)
        await until(lambda: _sees(first, 40))

    assert sorted(await first.seen()) == sorted(line.id for line in lines)
    assert await first.said() == 40


async def test_a_crash_between_effect_and_commit_leaves_neither_effect_nor_mark(
    owner: Owner, consumer: Consumer
) -> None:
    lines = await owner.a_history(1) + await owner.a_history(2)
    consumer.mirror.broken_for[lines[-1].subject] = KeyboardInterrupt()

    with suppress(KeyboardInterrupt):
        await consumer.follower.receive(lines)
    assert (await consumer.seen(), await consumer.marks(), await consumer.said()) == ([], 0, 0)

    consumer.mirror.broken_for.clear()
    await consumer.follower.catch_up()
    assert len(await consumer.seen()) == 3


async def test_a_crash_before_the_offset_is_committed_doubles_nothing(owner: Owner, consumer: Consumer) -> None:
    lines = await owner.a_history(3)
    await consumer.follower.receive(lines)

    async with consuming(consumer.database, owner) as born_again:
        await born_again.follower.receive(lines)  # Kafka gives them once more

    assert await consumer.seen() == [line.id for line in lines]
    assert await consumer.said() == 3


async def test_lines_of_several_clients_are_applied_in_one_batch(owner: Owner, consumer: Consumer) -> None:
    for client_id in (CLIENT, OTHER_CLIENT, CLIENT):
        await owner.count(client_id=client_id)

    await consumer.follower.receive(await owner.lines())

    async with consumer.database.system_transaction() as transaction:
        transactions = await transaction.value("SELECT count(DISTINCT xmin::text) FROM seen")
    assert (len(await consumer.seen()), transactions) == (3, 1)


async def test_a_refused_reaction_is_parked_and_the_rest_is_applied(owner: Owner, consumer: Consumer) -> None:
    good, bad = things_of_one_shard(2)
    await _open(owner, good, bad)
    consumer.mirror.broken_for[bad] = Refusal("mirror.not_now")

    await consumer.follower.receive(await owner.lines())

    assert list(await consumer.copies()) == [good]
    assert [(row["subject"], row["reason"]) for row in await consumer.parked()] == [(bad, "refused")]
    assert await consumer.marks() == 2


async def _open(owner: Owner, *things: UUID) -> None:
    for thing in things:
        await owner.open(thing)


async def test_later_events_of_a_parked_thing_wait_behind_it(owner: Owner, consumer: Consumer) -> None:
    good, bad = things_of_one_shard(2)
    await _open(owner, good, bad)
    consumer.mirror.broken_for[bad] = Refusal("mirror.not_now")
    await consumer.follower.receive(await owner.lines())
    consumer.mirror.broken_for.clear()

    await owner.count(bad)
    await owner.count(good)
    await consumer.follower.receive(await owner.lines())

    assert [row["reason"] for row in await consumer.parked()] == ["refused", "behind_another"]
    assert await consumer.copies() == {good: 1}


async def test_a_release_applies_what_was_parked_in_order(owner: Owner, consumer: Consumer) -> None:
    lines = await owner.a_history(3)
    thing = lines[0].subject
    consumer.mirror.broken_for[thing] = Refusal("mirror.not_now")
    await consumer.follower.receive(lines)
    consumer.mirror.broken_for.clear()

    released = await consumer.inbox.release(thing, CLIENT, "operator")

    assert released == 3
    assert await consumer.seen() == [line.id for line in lines]
    assert (await consumer.copies(), await consumer.parked()) == ({thing: 2}, [])


async def test_a_release_that_still_fails_changes_nothing(owner: Owner, consumer: Consumer) -> None:
    lines = await owner.a_history(2)
    thing = lines[0].subject
    consumer.mirror.broken_for[thing] = Refusal("mirror.not_now")
    await consumer.follower.receive(lines)

    with pytest.raises(Refusal):
        await consumer.inbox.release(thing, CLIENT, "operator")

    assert len(await consumer.parked()) == 2
    assert await consumer.seen() == []


async def test_events_that_come_during_a_release_keep_their_order(owner: Owner, consumer: Consumer) -> None:
    lines = await owner.a_history(12)
    thing = lines[0].subject
    consumer.mirror.broken_for[thing] = Refusal("mirror.not_now")
    await consumer.follower.receive(lines[:2])
    consumer.mirror.broken_for.clear()

    async def arrive() -> None:
        for line in lines[2:]:
            await consumer.follower.receive([line])

    await asyncio.gather(arrive(), *(consumer.inbox.release(thing, CLIENT, "operator") for _ in range(4)))
    await consumer.inbox.release(thing, CLIENT, "operator")

    assert await consumer.seen() == [line.id for line in lines]


async def test_a_release_keeps_the_order_of_the_journal_whatever_was_parked_first(
    owner: Owner, consumer: Consumer
) -> None:
    lines = await owner.a_history(3)
    async with consumer.database.transaction(CLIENT) as transaction:
        for line in (lines[1], lines[2], lines[0]):
            await parked.park(transaction, line, "failed", "a defect")

    await consumer.inbox.release(lines[0].subject, CLIENT, "operator")

    assert await consumer.seen() == [line.id for line in lines]


async def test_what_was_released_once_can_be_parked_again(owner: Owner, consumer: Consumer) -> None:
    (line,) = await owner.a_history(1)
    for reason in ("failed", "refused"):
        async with consumer.database.transaction(CLIENT) as transaction:
            await parked.park(transaction, line, reason, "again")
        assert [row["reason"] for row in await consumer.parked()] == [reason]
        await consumer.inbox.release(line.subject, CLIENT, "operator")

    assert await consumer.parked() == []


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (Refusal("mirror.not_now"), "refused"),
        (ValueError("no such field"), "unknown_shape"),
        (KeyError("state"), "unknown_shape"),
        (RuntimeError("a defect"), "failed"),
        (asyncpg.InsufficientPrivilegeError("not yours"), "foreign_client"),
        (asyncpg.exceptions._base.DataError("value out of int32 range"), "unknown_shape"),
    ],
)
async def test_what_cannot_be_applied_is_parked_with_the_reason(
    owner: Owner, consumer: Consumer, error: Exception, reason: str
) -> None:
    (line,) = await owner.a_history(1)
    consumer.mirror.broken_for[line.subject] = error

    await consumer.follower.receive([line])

    assert [row["reason"] for row in await consumer.parked()] == [reason]
    assert (await consumer.seen(), await consumer.said()) == ([], 0)


@pytest.mark.parametrize(
    "error",
    [
        OwnerUnreachable("away"),
        ConnectionRefusedError(),
        TimeoutError(),
        asyncpg.InterfaceError("connection is closed"),
        asyncpg.DeadlockDetectedError("again"),
        asyncpg.CannotConnectNowError("starting up"),
    ],
)
async def test_what_passes_by_itself_is_never_parked(owner: Owner, consumer: Consumer, error: Exception) -> None:
    (line,) = await owner.a_history(1)
    consumer.mirror.broken_for[line.subject] = error

    for _ in range(4):
        with pytest.raises(type(error)):
            await consumer.follower.receive([line])
    consumer.mirror.broken_for.clear()
    await consumer.follower.receive([line])

    assert (await consumer.parked(), await consumer.seen()) == ([], [line.id])


async def test_an_event_type_nobody_knows_is_passed_over(owner: Owner, consumer: Consumer) -> None:
    lines = await owner.a_history(2)

    await consumer.follower.receive([replace(lines[0], type="counter.counter.painted.v9"), lines[1]])

    assert await consumer.seen() == [lines[1].id]
    assert (await consumer.parked(), await consumer.marks()) == ([], 2)


async def test_an_owner_that_is_away_at_the_start_does_not_stop_what_kafka_brings(open_database: MakeDatabase) -> None:
    owner = Owner(await open_database(), "counter")
    database = await open_database("mirror")
    lines = await owner.a_history(2)
    async with owner.here(), consuming(database, owner) as consumer:
        await consumer.follower.receive(lines[:1])

    async with consuming(database, owner) as born_again:
        await born_again.follower.receive(lines)

        assert await born_again.seen() == [line.id for line in lines]


async def test_a_source_never_heard_of_is_waited_for(open_database: MakeDatabase) -> None:
    owner = Owner(await open_database(), "counter")
    lines = await owner.a_history(2)

    async with consuming(await open_database("mirror"), owner) as consumer:
        with pytest.raises(OwnerUnreachable):
            await consumer.follower.receive(lines)
        async with owner.here():
            await consumer.follower.receive(lines)

        assert await consumer.seen() == [line.id for line in lines]


async def test_a_new_consumer_is_filled_from_the_beginning(owner: Owner, consumer: Consumer) -> None:
    lines = [*(await owner.a_history(3)), *(await owner.a_history(2))]

    await consumer.follower.catch_up()

    assert sorted(await consumer.seen()) == sorted({line.id for line in lines})


async def test_watermarks_that_were_taken_away_are_asked_for_anew(owner: Owner, consumer: Consumer) -> None:
    await owner.a_history(2)
    async with consumer.database.connection(consumer.database.system) as connection:
        await connection.execute("UPDATE inbox SET generation = 'gone'")

    with pytest.raises(GenerationUnknown):
        await consumer.follower.receive(await owner.lines())
    await consumer.follower.receive(await owner.lines())

    assert len(await consumer.seen()) == 2


async def test_how_old_what_is_applied_may_be_grows_while_the_owner_is_away(open_database: MakeDatabase) -> None:
    owner = Owner(await open_database(), "counter")
    async with consuming(await open_database("mirror"), owner) as consumer, watching(consumer):
        assert consumer.follower.age() is None

        async with owner.here():
            await owner.a_history(2)
            await until(lambda: _is_known(consumer))
        there = consumer.follower.age()
        await asyncio.sleep(0.6)

        away = consumer.follower.age()
        assert there is not None
        assert away is not None
        assert away >= there + 0.5


async def _is_known(consumer: Consumer) -> bool:
    return consumer.follower.age() is not None and len(await consumer.seen()) == 2


@pytest.mark.parametrize(("heard", "anew"), [(False, 1), (True, 0)])
async def test_kafka_is_stuck_when_all_has_to_be_pulled_and_nothing_comes_through_it(
    owner: Owner, consumer: Consumer, heard: bool, anew: int
) -> None:
    told: list[bool] = []
    feeds = {"counter": consumer.feed}
    follower = Follower(
        consumer.database.transaction, consumer.inbox, feeds, look_seconds=0.02, stuck=lambda: told.append(True)
    )
    watching_ = asyncio.create_task(follower.watch())
    last: list[JournalLine] = []
    try:
        thing = await owner.count()
        for _ in range(30):
            await owner.count(thing)
            last = last or await owner.lines()
            if heard:
                await _brought_by_kafka(follower, last)
            await asyncio.sleep(0.06)
            if told:
                break
    finally:
        watching_.cancel()

    assert len(told) >= anew
    assert anew or not told


async def _brought_by_kafka(follower: Follower, lines: list[JournalLine]) -> None:
    """What passes by itself, as a deadlock with a pull of the same lines, makes Kafka bring them again."""
    try:
        await follower.receive(lines)
    except Exception as error:
        if not transient(error):
            raise
