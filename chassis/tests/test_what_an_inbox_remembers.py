"""A consumer relies on the watermarks that it remembers. Usually they are right, and wrong ones do no harm."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from dataclasses import replace

import pytest
from chassis.database import Database, Transaction
from chassis.inbox import parked
from chassis.inbox.applying import Inbox
from chassis.journal.line import JournalLine
from testkit.following import CLIENT, Consumer, Owner, consuming

MakeDatabase = Callable[..., Awaitable[Database]]


@pytest.fixture
async def owner(database: Database) -> AsyncIterator[Owner]:
    owner = Owner(database, "counter")
    async with owner.here():
        yield owner


@pytest.fixture
async def replicas(open_database: MakeDatabase, owner: Owner) -> AsyncIterator[tuple[Consumer, Consumer]]:
    """Yields two replicas of one consumer. Both have applied the first line of a history of five."""
    database = await open_database("mirror")
    async with consuming(database, owner) as one, consuming(database, owner) as other:
        thing = await owner.count()
        for _ in range(4):
            await owner.count(thing)
        for replica in (one, other):
            await replica.follower.learn_generation("counter")
            await replica.follower.receive((await owner.lines())[:1])
        yield one, other


async def lines_of(owner: Owner) -> list[JournalLine]:
    return await owner.lines()


async def test_what_another_replica_applied_meanwhile_is_passed_over(
    owner: Owner, replicas: tuple[Consumer, Consumer]
) -> None:
    one, other = replicas
    lines = await lines_of(owner)
    await one.follower.receive(lines[1:2])
    await other.follower.receive(lines[1:3])

    await one.follower.receive(lines[2:5])

    assert await one.seen() == [line.id for line in lines]
    assert (await one.marks(), await one.said()) == (5, 5)


async def test_two_replicas_that_remember_the_same_apply_it_once(
    owner: Owner, replicas: tuple[Consumer, Consumer]
) -> None:
    lines = await lines_of(owner)

    await asyncio.gather(*(replica.follower.receive(lines[1:]) for replica in replicas))

    assert await replicas[0].seen() == [line.id for line in lines]
    assert await replicas[0].said() == 5


async def test_a_thing_that_was_parked_by_somebody_else_waits(
    owner: Owner, replicas: tuple[Consumer, Consumer]
) -> None:
    one, other = replicas
    lines = await lines_of(owner)
    await one.follower.receive(lines[1:2])
    async with one.database.transaction(CLIENT) as transaction:
        await parked.park(transaction, replace(lines[1], seq=99), "refused", "by an operator")

    await one.follower.receive(lines[2:3])
    await other.follower.receive(lines[2:4])

    assert await one.seen() == [line.id for line in lines[:2]]
    assert [row["seq"] for row in await one.parked()] == [99, 3, 4]


async def test_a_release_a_moment_ago_is_waited_for_before_anything_is_read(
    owner: Owner, replicas: tuple[Consumer, Consumer]
) -> None:
    """A reaction that reads before the release is committed would not see the effects of the release."""
    one, other = replicas
    lines = await lines_of(owner)
    looked, released = asyncio.Event(), asyncio.Event()
    reads: list[int] = []

    async def looks_first(transaction: Transaction, _: Sequence[JournalLine]) -> None:
        reads.append(await transaction.value("SELECT count(*) FROM parked WHERE released_at IS NOT NULL"))
        looked.set()
        await released.wait()

    inbox = Inbox(one.database.transaction, looks_first)
    released.set()
    await inbox.apply(lines[1:2], "kafka")  # remembers the place from here on
    looked.clear()
    released.clear()
    async with one.database.transaction(CLIENT) as transaction:
        await parked.park(transaction, replace(lines[0], seq=99), "failed", "a defect")

    applying = asyncio.create_task(inbox.apply(lines[2:3], "kafka"))
    await looked.wait()
    await other.inbox.release(lines[0].subject, CLIENT, "operator")
    released.set()
    await applying

    assert reads == [0, 0, 1]


async def test_marks_that_were_taken_back_are_not_overrun(owner: Owner, replicas: tuple[Consumer, Consumer]) -> None:
    """A rebuild clears watermarks. A consumer that remembers higher ones must not continue from them."""
    one, _ = replicas
    lines = await lines_of(owner)
    async with one.database.system_transaction() as transaction:
        await transaction.execute("UPDATE inbox SET seq = 0")
        await transaction.execute("DELETE FROM seen")

    await one.follower.receive(lines[1:2])

    assert await one.marks() >= 2
    assert set(await one.seen()) >= {line.id for line in lines[:2]}
