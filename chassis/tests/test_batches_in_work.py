"""A consumer may begin the next batch while the last one is written, up to the allowed number of pending batches."""

import asyncio
from collections.abc import Sequence

import pytest
from chassis.inbox.pending_batches import PendingBatches
from chassis.journal.line import JournalLine
from testkit.lines import a_line


class Writing:
    """Receives batches and finishes each when the test says so."""

    def __init__(self) -> None:
        self.begun: list[int] = []
        self.finish = [asyncio.Event() for _ in range(4)]
        self.fails: set[int] = set()

    async def __call__(self, lines: Sequence[JournalLine]) -> None:
        number = lines[0].seq
        self.begun.append(number)
        await self.finish[number].wait()
        if number in self.fails:
            raise ConnectionError("the database went away")


def batch(number: int) -> list[JournalLine]:
    return [a_line(seq=number)]


async def test_without_leave_a_batch_is_finished_before_the_next_is_read() -> None:
    writing = Writing()
    pending = PendingBatches(writing, concurrent_batches=0)

    begun = asyncio.create_task(pending.begin(batch(0)))
    await asyncio.sleep(0.01)
    assert not begun.done()

    writing.finish[0].set()
    await begun


async def test_one_ahead_is_begun_while_the_last_is_written_and_the_one_after_that_waits() -> None:
    writing = Writing()
    pending = PendingBatches(writing, concurrent_batches=1)

    await pending.begin(batch(0))
    second = asyncio.create_task(pending.begin(batch(1)))
    await asyncio.sleep(0.01)
    assert (writing.begun, second.done()) == ([0, 1], False)

    writing.finish[0].set()
    await second
    writing.finish[1].set()
    await pending.finish()


async def test_what_went_wrong_with_a_batch_is_heard_by_whoever_begins_or_finishes_later() -> None:
    writing = Writing()
    writing.fails = {0}
    pending = PendingBatches(writing, concurrent_batches=1)
    for event in writing.finish:
        event.set()
    await pending.begin(batch(0))

    with pytest.raises(ConnectionError):
        await pending.begin(batch(1))

    await pending.give_up()
    await pending.begin(batch(2))
    await pending.finish()
    assert writing.begun == [0, 1, 2]
