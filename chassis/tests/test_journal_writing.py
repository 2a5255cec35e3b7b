"""Row and journal lines are written together or not at all. Lines are numbered without gaps, in commit order."""

import asyncio
import random
from collections import Counter
from collections.abc import Awaitable, Callable
from contextlib import suppress
from uuid import UUID

import asyncpg
import pytest
from chassis.command import Context
from chassis.database import Database, NotCommitted, errors
from chassis.database.row_write import RowWrite
from chassis.domain.actor import Actor
from chassis.domain.refusal import Refusal
from chassis.identifiers import new_id
from chassis.process.clock import SystemClock
from testkit import counter
from testkit.lines import a_line, things_of_one_shard
from testkit.schema import Addresses

MakeDatabase = Callable[..., Awaitable[Database]]
Lay = Callable[[str], Awaitable[Addresses]]
CLIENT = UUID(int=7)
ANNA = Actor("client", "Anna", UUID(int=1))


def context() -> Context:
    return Context(ANNA, CLIENT, SystemClock().now())


async def opened(database: Database, counter_id: UUID | None = None) -> UUID:
    counter_id = counter_id or new_id()
    async with database.transaction(CLIENT) as transaction:
        await counter.open_counter(transaction, context(), counter_id)
    return counter_id


async def numbers(database: Database) -> list[tuple[int, int]]:
    async with database.system_transaction() as transaction:
        return [(r["shard"], r["seq"]) for r in await transaction.rows("SELECT * FROM journal ORDER BY shard, seq")]


def gaps(placed: list[tuple[int, int]]) -> int:
    """Returns how many numbers are missing below the highest number of each shard."""
    heads: Counter[int] = Counter()
    for shard, seq in placed:
        heads[shard] = max(heads[shard], seq)
    return sum(heads.values()) - len(set(placed))


async def test_a_row_and_its_line_are_there_together(database: Database) -> None:
    counter_id = await opened(database)

    async with database.transaction(CLIENT) as transaction:
        row = await transaction.row("SELECT * FROM counter WHERE id = $1", counter_id)
        line = await transaction.row("SELECT * FROM journal WHERE subject = $1", counter_id)

    assert row is not None
    assert line is not None
    assert (row["version"], line["version"]) == (1, 1)


async def test_a_crash_before_the_commit_leaves_neither(database: Database) -> None:
    async def crash_late() -> None:
        async with database.transaction(CLIENT) as transaction:
            await counter.open_counter(transaction, context(), new_id())
            await transaction.finish()
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        await crash_late()

    async with database.system_transaction() as transaction:
        assert await transaction.value("SELECT count(*) FROM counter") == 0
        assert await transaction.value("SELECT count(*) FROM journal") == 0
        assert await transaction.value("SELECT sum(head) FROM journal_shard") == 0


async def test_a_connection_killed_before_the_commit_leaves_neither(database: Database) -> None:
    async def lose_the_connection() -> None:
        async with database.transaction(CLIENT) as transaction:
            await counter.open_counter(transaction, context(), new_id())
            await _kill(database, await transaction.value("SELECT pg_backend_pid()"))

    (failed,) = await asyncio.gather(lose_the_connection(), return_exceptions=True)

    assert isinstance(failed, BaseException)
    assert errors.database_away(failed)
    assert await numbers(database) == []


async def _kill(database: Database, pid: int) -> None:
    async with database.connection(database.app) as connection:
        await connection.execute(f"SELECT pg_terminate_backend({pid})")


async def test_a_connection_lost_between_two_statements_is_said_to_be_lost(database: Database) -> None:
    async def lose_the_connection() -> None:
        async with database.transaction(CLIENT) as transaction:
            await _kill(database, await transaction.value("SELECT pg_backend_pid()"))
            await asyncio.sleep(0.3)
            await transaction.value("SELECT 1")

    (failed,) = await asyncio.gather(lose_the_connection(), return_exceptions=True)

    assert isinstance(failed, BaseException)
    assert errors.database_away(failed)


async def test_a_transaction_sees_its_own_row_before_the_commit(database: Database) -> None:
    counter_id = new_id()

    async with database.transaction(CLIENT) as transaction:
        await counter.open_counter(transaction, context(), counter_id)
        seen = await transaction.value("SELECT value FROM counter WHERE id = $1", counter_id)
        await counter.add(transaction, context(), counter_id, 5)
        await counter.add(transaction, context(), counter_id, 6)

    assert seen == 0
    async with database.transaction(CLIENT) as transaction:
        assert await transaction.value("SELECT value FROM counter WHERE id = $1", counter_id) == 11
        history = await transaction.rows("SELECT version FROM journal WHERE subject = $1 ORDER BY seq", counter_id)
        assert [row["version"] for row in history] == [1, 2, 3]


async def test_a_row_that_is_gone_takes_its_lines_with_it(database: Database) -> None:
    thing = counter.Counter(new_id(), CLIENT, 4, 4)

    async def write() -> None:
        async with database.transaction(CLIENT) as transaction:
            row = RowWrite(counter.TABLE, False, values=counter.a_row(thing.id, thing.client_id, 5))
            await transaction.write(row, [a_line(thing.id, version=5)])

    with pytest.raises(Refusal) as refused:
        await write()

    assert refused.value.kind == "stale"
    assert await numbers(database) == []


async def test_a_swallowed_failure_is_not_taken_for_a_commit(database: Database) -> None:
    async def swallow() -> None:
        async with database.transaction(CLIENT) as transaction:
            with suppress(asyncpg.DivisionByZeroError):
                await transaction.execute("SELECT 1 / 0")

    with pytest.raises(NotCommitted):
        await swallow()


async def test_a_failed_statement_takes_the_whole_transaction_with_it(database: Database) -> None:
    counter_id = await opened(database)

    with pytest.raises(asyncpg.UniqueViolationError):
        await opened(database, counter_id)

    assert len(await numbers(database)) == 1


async def test_two_writers_of_one_version_cannot_both_win(database: Database) -> None:
    thing = new_id()

    async def write() -> None:
        async with database.transaction(CLIENT) as transaction:
            await transaction.note([a_line(thing, version=1)])

    results = await asyncio.gather(write(), write(), return_exceptions=True)

    assert sorted(type(result).__name__ for result in results) == ["NoneType", "UniqueViolationError"]
    assert len(await numbers(database)) == 1


async def test_many_lines_of_many_shards_keep_their_order_within_each_shard(database: Database) -> None:
    things = [new_id() for _ in range(40)]
    lines = [a_line(thing, version=version) for version in (1, 2, 3) for thing in things]

    async with database.transaction(CLIENT) as transaction:
        await transaction.note(lines)

    assert gaps(await numbers(database)) == 0
    async with database.transaction(CLIENT) as transaction:
        rows = await transaction.rows("SELECT event_id, shard FROM journal ORDER BY shard, seq")
    for shard in {row["shard"] for row in rows}:
        in_order = [line.id for line in lines if line.shard == shard]
        assert [row["event_id"] for row in rows if row["shard"] == shard] == in_order


async def _writer(database: Database, things: list[UUID], seed: int) -> int:
    chosen = random.Random(seed)
    done = 0
    for _ in range(16):
        try:
            async with database.transaction(CLIENT) as transaction:
                for thing in sorted(chosen.sample(things, chosen.choice((1, 1, 2)))):
                    await counter.add(transaction, context(), thing, 1)
                await asyncio.sleep(chosen.random() * 0.004)
                if chosen.random() < 0.1:
                    raise InterruptedError
            done += 1
        except InterruptedError:
            pass
    return done


async def test_24_writers_with_rollbacks_leave_no_gap_and_no_jump(open_database: MakeDatabase) -> None:
    database = await open_database("counter", size=24)
    things = [await opened(database) for _ in range(12)]

    done = await asyncio.gather(*(_writer(database, things, seed) for seed in range(24)))

    assert sum(done) > 200
    assert gaps(await numbers(database)) == 0
    async with database.system_transaction() as transaction:
        jumps = await transaction.rows(_JUMPS)
        heads = await transaction.value("SELECT sum(head) FROM journal_shard")
        lines = await transaction.value("SELECT count(*) FROM journal")
    assert jumps == []
    assert heads == lines


_JUMPS = """SELECT subject FROM (SELECT subject, version, row_number() OVER (PARTITION BY subject ORDER BY shard, seq) AS nth
FROM journal) numbered WHERE version <> nth"""


async def test_the_gap_check_finds_what_an_identity_column_would_do(laid: Lay) -> None:
    connection = await asyncpg.connect((await laid("counter")).migration)
    await connection.execute(
        "CREATE TEMPORARY TABLE other (shard int NOT NULL, seq bigint GENERATED ALWAYS AS IDENTITY)"
    )

    for number in range(40):
        transaction = connection.transaction()
        await transaction.start()
        await connection.execute("INSERT INTO other (shard) VALUES (0)")
        await (transaction.rollback() if number % 10 == 3 else transaction.commit())
    placed = [(row["shard"], row["seq"]) for row in await connection.fetch("SELECT * FROM other")]
    await connection.close()

    assert gaps(placed) == 4


async def test_a_reader_never_sees_a_number_before_all_smaller_ones(database: Database) -> None:
    things = things_of_one_shard(4)
    seen: list[list[int]] = []
    for thing in things:
        await opened(database, thing)

    async def read() -> None:
        for _ in range(60):
            seen.append([seq for _, seq in await numbers(database)])
            await asyncio.sleep(0.003)

    await asyncio.gather(read(), *(_writer(database, things, seed) for seed in range(4)))

    assert len(seen[-1]) > len(seen[0])
    assert all(found == list(range(1, len(found) + 1)) for found in seen)


async def test_transactions_over_several_shards_never_deadlock(database: Database) -> None:
    things = [new_id() for _ in range(12)]

    async def write(seed: int) -> None:
        chosen = random.Random(seed).sample(things, 6)
        async with database.transaction(CLIENT) as transaction:
            await transaction.note([a_line(thing, version=seed) for thing in chosen])

    results = await asyncio.gather(*(write(seed) for seed in range(1, 60)), return_exceptions=True)

    assert [result for result in results if result is not None] == []
    assert gaps(await numbers(database)) == 0
