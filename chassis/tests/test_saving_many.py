"""Many things are saved with one statement: all rows with all their lines, or nothing."""

from uuid import UUID

import pytest
from chassis.command import Context
from chassis.database import Database
from chassis.domain.actor import Actor
from chassis.domain.refusal import Refusal
from chassis.identifiers import new_id
from chassis.process.clock import SystemClock
from testkit.counter import COUNTERS, Added, Counter, Opened

CLIENT = UUID(int=7)
CONTEXT = Context(Actor("client", "Anna", UUID(int=1)), CLIENT, SystemClock().now(), key="k", digest="d")
EVERY = COUNTERS.select()


async def opened(database: Database, count: int) -> list[Counter]:
    async with database.transaction(CLIENT) as transaction:
        new = [Counter(new_id(), CLIENT) for _ in range(count)]
        events = [Opened(CONTEXT.now, CONTEXT.actor, one) for one in new]
        await COUNTERS.save_all(transaction, CONTEXT, [(None, [event]) for event in events])
    async with database.transaction(CLIENT) as transaction:
        return await COUNTERS.all(transaction, EVERY())


def added(to: Counter, *numbers: int) -> tuple[Counter, list[Added]]:
    return to, [Added(CONTEXT.now, CONTEXT.actor, number) for number in numbers]


async def test_rows_and_lines_are_those_of_each_thing(database: Database) -> None:
    first, second, third = await opened(database, 3)

    async with database.transaction(CLIENT) as transaction:
        await COUNTERS.save_all(transaction, CONTEXT, [added(first, 1, 2), added(third, 5)])

    async with database.transaction(CLIENT) as transaction:
        after = {one.id: (one.version, one.value) for one in await COUNTERS.all(transaction, EVERY())}
        lines = await transaction.rows("SELECT subject, version, command_key FROM journal ORDER BY subject, version")
    assert after == {first.id: (3, 3), second.id: (1, 0), third.id: (2, 5)}
    histories = [
        (one.id, version) for one, last in ((first, 3), (second, 1), (third, 2)) for version in range(1, last + 1)
    ]
    assert [(line["subject"], line["version"]) for line in lines] == sorted(histories)
    assert {line["command_key"] for line in lines} == {None}


async def test_a_row_that_is_not_there_refuses_all(database: Database) -> None:
    (first,) = await opened(database, 1)
    gone = Counter(new_id(), CLIENT, version=1)

    with pytest.raises(Refusal, match=r"http\.version_is_another"):
        async with database.transaction(CLIENT) as transaction:
            await COUNTERS.save_all(transaction, CONTEXT, [added(first, 1), added(gone, 1)])

    async with database.transaction(CLIENT) as transaction:
        assert [one.version for one in await COUNTERS.all(transaction, EVERY())] == [1]
        assert await transaction.value("SELECT count(*) FROM journal") == 1


async def test_nothing_to_save_is_no_statement(database: Database) -> None:
    async with database.transaction(CLIENT) as transaction:
        await COUNTERS.save_all(transaction, CONTEXT, [])
        assert transaction.lines == ()
