"""An owner's database is restored from a backup. Lines after the backup are lost and their numbers are assigned again."""

from collections.abc import Awaitable, Callable

import asyncpg
import pytest
from chassis.database import Database, Transaction
from chassis.domain.refusal import Refusal
from chassis.inbox import watermarks
from chassis.inbox.watermarks import GenerationUnknown
from chassis.journal import generations
from chassis.journal.reading import Heads
from testkit.following import CLIENT, Consumer, Owner, consuming
from testkit.schema import Addresses

MakeDatabase = Callable[..., Awaitable[Database]]
Lay = Callable[[str], Awaitable[Addresses]]


async def test_a_restored_owner_is_continued_from_where_both_histories_are_the_same(
    laid: Lay, open_database: MakeDatabase
) -> None:
    addresses = await laid("counter")
    owner = Owner(await open_database(at=addresses), "counter")
    async with owner.here(), consuming(await open_database("mirror"), owner) as consumer:
        before = await owner.a_history(3)
        await consumer.follower.receive(before)

        await _restore(addresses, owner)
        await owner.count(before[0].subject, 100)
        await consumer.follower.catch_up()

        after = await owner.lines()
        assert [line.seq for line in after] == [1, 2, 3]
        assert await consumer.seen() == [*(line.id for line in before), after[2].id]
        assert [row["reason"] for row in await consumer.parked()] == []


async def _restore(addresses: Addresses, owner: Owner) -> None:
    """Resets the owner's database to its state after two events, as restoring a backup would."""
    connection = await asyncpg.connect(addresses.migration)
    await connection.execute(
        "DELETE FROM journal WHERE seq > 2; UPDATE journal_shard SET head = least(head, 2); UPDATE counter SET version = 2"
    )
    await connection.close()
    async with owner.database.system_transaction() as transaction:
        await generations.begin(transaction)


async def test_old_lines_of_a_restored_owner_are_not_applied(owner: Owner, consumer: Consumer) -> None:
    lines = await owner.a_history(2)
    await consumer.follower.receive(lines[:1])
    async with owner.database.system_transaction() as transaction:
        await generations.begin(transaction)

    await consumer.follower.catch_up()
    await consumer.follower.receive(lines)

    assert await consumer.seen() == [line.id for line in lines]


async def test_a_consumer_that_missed_a_generation_starts_at_the_lowest_base(owner: Owner, consumer: Consumer) -> None:
    lines = await owner.a_history(6)
    shard = lines[0].shard
    await consumer.follower.receive(lines[:5])
    async with owner.database.system_transaction() as transaction:
        for base in (3, 4):
            await generations.begin(transaction)
            await transaction.execute(
                f"UPDATE journal_generation SET base[{shard + 1}] = {base} "
                "WHERE number = (SELECT max(number) FROM journal_generation)"
            )

    await consumer.follower.learn_generation("counter")

    async with consumer.database.system_transaction() as transaction:
        marks = await transaction.rows("SELECT seq, ended_at FROM inbox WHERE shard = $1", shard)
    assert {(row["seq"], row["ended_at"] is None) for row in marks} == {(3, True), (3, False)}


async def test_what_one_replica_still_has_of_the_old_generation_is_not_applied_beside_the_new(
    open_database: MakeDatabase, owner: Owner
) -> None:
    database = await open_database("mirror")
    async with consuming(database, owner) as one, consuming(database, owner) as other:
        lines = await owner.a_history(5)
        for replica in (one, other):
            await replica.follower.learn_generation("counter")
            await replica.follower.receive(lines[:1])
        async with owner.database.system_transaction() as transaction:
            await generations.begin(transaction)
        await one.follower.learn_generation("counter")

        with pytest.raises(GenerationUnknown):
            await other.follower.receive(lines[1:])
        await other.follower.receive(lines[1:])
        await one.follower.catch_up()

        assert await one.seen() == [line.id for line in lines]
        assert await one.said() == 5


async def test_heads_from_before_the_restore_end_nothing(owner: Owner, consumer: Consumer) -> None:
    async with owner.database.system_transaction() as transaction:
        await generations.begin(transaction)
    async with consumer.database.system_transaction() as transaction:
        old = await transaction.value("SELECT generation FROM inbox LIMIT 1")
    await consumer.follower.learn_generation("counter")

    late = Heads(old, [0] * 32, [0] * 32, [(old, [0] * 32)])
    with pytest.raises(GenerationUnknown):
        await _continue(consumer, late)

    await owner.a_history(2)
    await consumer.follower.catch_up()
    assert len(await consumer.seen()) == 2


async def _continue(consumer: Consumer, heads: Heads) -> None:
    async with consumer.database.transaction() as transaction:
        await watermarks.continue_generation(transaction, "counter", heads)


async def test_what_was_parked_of_the_lost_end_is_not_applied_any_more(laid: Lay, open_database: MakeDatabase) -> None:
    addresses = await laid("counter")
    owner = Owner(await open_database(at=addresses), "counter")
    async with owner.here(), consuming(await open_database("mirror"), owner) as consumer:
        before = await owner.a_history(3)
        thing = before[0].subject
        consumer.mirror.broken_for[thing] = Refusal("mirror.not_now")
        await consumer.follower.learn_generation("counter")
        await consumer.follower.receive(before)
        await _restore(addresses, owner)
        await owner.count(thing, 100)
        await consumer.follower.learn_generation("counter")
        consumer.mirror.broken_for.clear()

        await consumer.follower.catch_up()
        await consumer.inbox.release(thing, CLIENT, "operator")

        assert await consumer.seen() == [line.id for line in await owner.lines()]
        assert (await consumer.parked(), await consumer.copies()) == ([], {thing: 102})  # the counter went on from 2


async def test_a_consumer_that_can_undo_it_is_told_once_and_applies_everything_anew(
    laid: Lay, open_database: MakeDatabase
) -> None:
    addresses = await laid("counter")
    owner = Owner(await open_database(at=addresses), "counter")
    told: list[bool] = []

    async def reconnect(transaction: Transaction) -> None:
        told.append(True)
        await transaction.scope_to(CLIENT)
        await transaction.execute("DELETE FROM seen")
        await transaction.execute("UPDATE inbox SET seq = 0 WHERE ended_at IS NULL")

    async with owner.here(), consuming(await open_database("mirror"), owner, reconnect) as consumer:
        await consumer.follower.learn_generation("counter")
        await consumer.follower.receive(await owner.a_history(3))
        await _restore(addresses, owner)
        with pytest.raises(GenerationUnknown):
            await consumer.follower.catch_up()

        await consumer.follower.catch_up()

        assert told == [True]
        assert await consumer.seen() == [line.id for line in await owner.lines()]
