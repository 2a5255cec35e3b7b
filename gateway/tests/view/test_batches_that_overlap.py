"""The projection through its inbox: batches begun before the last one is written, and a view that is built anew."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from random import Random
from typing import Any
from uuid import UUID

import orjson
from chassis.database import Database
from chassis.identifiers import new_id, shard_of
from chassis.inbox import parked, watermarks
from chassis.inbox.applying import Inbox
from chassis.inbox.pending_batches import PendingBatches
from chassis.journal.line import JournalLine
from chassis.journal.reading import Heads
from gateway.consumers import projection
from gateway.view.projection import clear_view
from testkit.lines import a_line

GENERATION = "a generation"
CLIENT = UUID(int=71)
ZEROS = [0] * 32
TICKET = new_id()
SOURCES = ("assets", "processes", "notifications", "gateway")
HEADS = Heads(GENERATION, ZEROS, ZEROS, [(GENERATION, ZEROS)])


def a_ticket_line(subject: UUID, version: int, seq: int) -> JournalLine:
    data = b'{"state": {"title": "Drukarka", "status": "working", "next_move": {"side": "provider"}}}'
    return a_line(
        subject,
        source="tickets",
        type="tickets.ticket.work_started.v1",
        version=version,
        seq=seq,
        shard=shard_of(subject),
        generation=GENERATION,
        client_id=CLIENT,
        data=data,
    )


def a_journal(things: int, lines: int) -> list[JournalLine]:
    """A journal as Kafka would bring it: mixed, each shard in order."""
    chance = Random(5)
    subjects, versions, seqs = [new_id() for _ in range(things)], dict[UUID, int](), dict[int, int]()
    found = []
    for _ in range(lines):
        subject = chance.choice(subjects)
        shard = shard_of(subject)
        versions[subject], seqs[shard] = versions.get(subject, 0) + 1, seqs.get(shard, 0) + 1
        found.append(a_ticket_line(subject, versions[subject], seqs[shard]))
    return found


async def begin_journal(database: Database) -> None:
    async with database.system_transaction() as transaction:
        await clear_view(transaction)
        await watermarks.continue_generation(transaction, "tickets", HEADS)


async def read(database: Database, sql: str) -> list[tuple[Any, ...]]:
    async with database.system_transaction() as transaction:
        return [tuple(row.values()) for row in await transaction.rows(sql)]


async def test_batches_that_overlap_leave_the_same_view_as_one_after_the_other(database: Database) -> None:
    await begin_journal(database)
    lines = a_journal(things=40, lines=900)
    handle, begin, _ = projection(database)
    inbox = Inbox(begin, handle, pipelined=True)

    async def receive(batch: Sequence[JournalLine]) -> None:
        assert await inbox.apply(batch, "kafka") == set()  # none overtakes the one before it

    pending = PendingBatches(receive, concurrent_batches=1)
    for start in range(0, len(lines), 25):
        await pending.begin(lines[start : start + 25])
    await pending.finish()

    newest = {line.subject: line.version for line in lines}
    assert dict(await read(database, "SELECT id, version FROM thing")) == newest
    assert await read(database, "SELECT count(*), count(DISTINCT position) FROM timeline") == [(900, 900)]
    assert await read(database, "SELECT items FROM move_count") == [(40,)]
    assert await read(database, "SELECT sum(seq)::int FROM inbox") == [(900,)]


def linked(line: JournalLine, assets: Sequence[UUID]) -> JournalLine:
    state = {
        "title": "Drukarka",
        "status": "working",
        "links": [{"relation": "about", "id": str(one)} for one in assets],
    }
    return replace(line, data=orjson.dumps({"state": state}))


async def test_no_link_is_left_that_the_batch_before_had_just_made(database: Database) -> None:
    await begin_journal(database)
    handle, begin, _ = projection(database)
    inbox = Inbox(begin, handle, pipelined=True)
    ticket = new_id()
    for number in range(1, 40, 2):
        first = linked(a_ticket_line(ticket, number, number), [new_id()])
        second = linked(a_ticket_line(ticket, number + 1, number + 1), [])

        await asyncio.gather(inbox.apply([first], "kafka"), inbox.apply([second], "kafka"))

        assert await read(database, "SELECT count(*) FROM link") == [(0,)]


async def test_a_batch_that_fails_holds_back_the_one_that_was_made_ready_behind_it(database: Database) -> None:
    await begin_journal(database)
    ours = Projection(database)
    inbox = Inbox(ours.begin, ours, pipelined=True)
    tickets = [new_id(), new_id()]
    while shard_of(tickets[0]) != shard_of(tickets[1]):
        tickets[1] = new_id()
    ours.unreadable = {2}
    batches = [
        [a_ticket_line(tickets[0], 1, 1), a_ticket_line(tickets[0], 2, 2)],
        [a_ticket_line(tickets[1], 1, 3), a_ticket_line(tickets[0], 3, 4)],
    ]

    gaps = await asyncio.gather(*(inbox.apply(batch, "kafka") for batch in batches))

    assert gaps == [set(), set()]
    assert dict(await read(database, "SELECT id, version FROM thing")) == dict.fromkeys(tickets, 1)
    assert await read(database, "SELECT seq FROM parked ORDER BY seq") == [(2,), (4,)]


class Projection:
    """The projection, which cannot read some versions until it is mended."""

    def __init__(self, database: Database) -> None:
        self.unreadable: set[int] = set()
        self._handle, self.begin, _ = projection(database)

    async def __call__(self, transaction: Any, lines: Sequence[JournalLine]) -> None:
        if self.unreadable & {line.version for line in lines}:
            raise ValueError("a version that this projection cannot read")
        await self._handle(transaction, lines)


async def test_a_view_built_anew_while_something_was_parked_has_it_in_its_order(database: Database) -> None:
    await begin_journal(database)
    ours = Projection(database)
    inbox = Inbox(ours.begin, ours)
    ticket = new_id()
    lines = [a_ticket_line(ticket, version, version) for version in (1, 2, 3)]
    ours.unreadable = {2}
    await inbox.apply(lines, "kafka")
    ours.unreadable = set()

    await begin_journal(database)
    await inbox.apply(lines, "pull")

    assert await read(database, "SELECT version FROM thing") == [(3,)]
    assert await read(database, "SELECT count(*) FROM parked WHERE released_at IS NULL") == [(0,)]


async def test_what_was_released_and_fails_again_when_the_view_is_built_anew_waits_again(database: Database) -> None:
    ours = Projection(database)
    inbox = Inbox(ours.begin, ours)
    ticket = new_id()
    lines = [a_ticket_line(ticket, version, version) for version in (1, 2, 3)]
    ours.unreadable = {2}
    for _ in range(2):
        await begin_journal(database)
        await inbox.apply(lines, "pull")
        assert await read(database, "SELECT version FROM thing") == [(1,)]
        async with database.system_transaction() as transaction:
            numbers, waiting = await parked.waiting(transaction, ticket)
            assert [line.seq for line in waiting] == [2, 3]
            await parked.mark_released(transaction, numbers, "an operator")


async def test_what_is_pulled_waits_its_turn_without_a_connection(database: Database) -> None:
    """As many at once as a gateway has sources, behind a batch that has to be done again: somebody signs in meanwhile."""
    await begin_journal(database)
    handle, begin, _ = projection(database)
    inbox, other_replica = Inbox(begin, handle, pipelined=True), Inbox(begin, handle)
    ticket, others = new_id(), [new_id() for _ in range(6)]
    await inbox.apply([a_ticket_line(ticket, 1, 1)], "kafka")
    await other_replica.apply([a_ticket_line(ticket, 2, 2)], "pull")
    for source in SOURCES:
        async with database.system_transaction() as transaction:
            await watermarks.continue_generation(transaction, source, HEADS)
        await inbox.apply([replace(a_ticket_line(others[0], 1, 1), source=source)], "pull")

    async def sign_in() -> None:
        await asyncio.sleep(0.05)
        async with database.system_transaction() as transaction:
            await transaction.value("SELECT 1")

    again = [a_ticket_line(ticket, 2, 2), a_ticket_line(ticket, 3, 3)]
    pulled = [[replace(a_ticket_line(others[0], 2, 2), source=source)] for source in SOURCES]
    async with asyncio.timeout(5):
        await asyncio.gather(
            inbox.apply(again, "kafka"), *(inbox.apply(one, "pull") for one in pulled), sign_in(), sign_in(), sign_in()
        )

    assert dict(await read(database, "SELECT id, version FROM thing"))[ticket] == 3


class Slow:
    """The projection, which stops at some lines until it is let go on."""

    def __init__(self, database: Database, *stops: Sequence[int]) -> None:
        self._handle, self.begin, _ = projection(database)
        self._stops = {tuple(numbers): asyncio.Event() for numbers in stops}
        self._reached = {tuple(numbers): asyncio.Event() for numbers in stops}

    async def __call__(self, transaction: Any, lines: Sequence[JournalLine]) -> None:
        numbers = tuple(line.seq for line in lines)
        if numbers in self._stops:
            self._reached[numbers].set()
            await self._stops[numbers].wait()
        await self._handle(transaction, lines)

    async def reached(self, *numbers: int) -> None:
        """Returns when it has begun with these lines."""
        async with asyncio.timeout(5):
            await self._reached[numbers].wait()

    def go_on(self, *numbers: int) -> None:
        self._stops[numbers].set()


def ticket_lines(*numbers: int) -> list[JournalLine]:
    return [a_ticket_line(TICKET, number, number) for number in numbers]


def applying(inbox: Inbox, *numbers: int) -> "asyncio.Task[Any]":
    return asyncio.create_task(inbox.apply(ticket_lines(*numbers), "kafka"))


async def written(database: Database) -> list[tuple[Any, ...]]:
    return await read(database, "SELECT version FROM thing")


async def test_the_end_of_one_batch_takes_nothing_back_that_the_next_has_moved_on(database: Database) -> None:
    await begin_journal(database)
    slow = Slow(database, [1], [2], [3])
    inbox = Inbox(slow.begin, slow, pipelined=True)
    first = applying(inbox, 1)
    await slow.reached(1)
    second = applying(inbox, 2)
    await slow.reached(2)
    slow.go_on(1)
    await first

    third = applying(inbox, 3)
    await slow.reached(3)
    assert (await written(database), second.done()) == ([(1,)], False)

    slow.go_on(2)
    slow.go_on(3)
    assert [await second, await third] == [set(), set()]
    assert await written(database) == [(3,)]


async def test_behind_a_batch_that_had_to_be_looked_at_the_next_ones_are_quick_again(database: Database) -> None:
    """Another replica applied the second line: the batch finds out at its end, and is done anew."""
    await begin_journal(database)
    slow = Slow(database, [3], [4], [5])
    inbox, other_replica = Inbox(slow.begin, slow, pipelined=True), Inbox(slow.begin, slow)
    await inbox.apply(ticket_lines(1), "kafka")
    await other_replica.apply(ticket_lines(2), "kafka")
    anew = applying(inbox, 2, 3)
    await slow.reached(3)
    behind_it = applying(inbox, 4)
    slow.go_on(3)
    await slow.reached(4)

    next_one = applying(inbox, 5)
    await slow.reached(5)
    assert (await written(database), behind_it.done()) == ([(3,)], False)

    slow.go_on(4)
    slow.go_on(5)
    assert [await anew, await behind_it, await next_one] == [set(), set(), set()]
    assert await written(database) == [(5,)]
