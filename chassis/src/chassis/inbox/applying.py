"""Applies batches of journal lines: one transaction writes watermarks, effects and new journal lines together.

Usually a batch is one transaction. When it fails, the batch is applied again line by line, so only the failing line is
parked.
"""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable, Sequence
from contextlib import AbstractAsyncContextManager
from uuid import UUID

import asyncpg
import structlog

from chassis import telemetry
from chassis.database import ForeignClient, Transaction, errors
from chassis.domain.refusal import Refusal
from chassis.domain.stored import NewerRelease
from chassis.inbox import parked, watermarks
from chassis.inbox.batch_order import BatchOrder, Turn
from chassis.inbox.feed import OwnerUnreachable
from chassis.inbox.watermarks import GenerationUnknown, Place
from chassis.journal.line import JournalLine

log = structlog.get_logger(__name__)
BatchHandler = Callable[[Transaction, Sequence[JournalLine]], Awaitable[None]]
"""Applies the effects of the lines within the transaction. Raises when it cannot."""
Begin = Callable[[], AbstractAsyncContextManager[Transaction]]
ATTEMPTS = 3
_PIPELINED = "kafka"
"""Only batches from Kafka, at most a few at once, hold a connection while they wait for their turn. There may be as many
pulls as sources, and together they would leave no connection for the batch whose turn it is."""


def transient(error: BaseException) -> bool:
    """Returns true for an error that passes by itself. It is retried without limit, and the line is never parked."""
    return (
        isinstance(error, (OwnerUnreachable, GenerationUnknown, NewerRelease))
        or errors.database_away(error)
        or errors.repeatable(error)
    )


def place_of(line: JournalLine) -> Place:
    """Returns the place of the line: source, generation, shard."""
    return line.source, line.generation, line.shard


class Inbox:
    """Applies lines exactly once and in order, and reports the places that have a gap before the given lines."""

    def __init__(self, begin: Begin, handle: BatchHandler, *, pipelined: bool = False) -> None:
        """`pipelined` lets the next batch be prepared while one is written. It is for handlers that only write at the end."""
        self._begin = begin
        self._handle = handle
        self._order = BatchOrder(pipelined=pipelined)
        self._known_marks: dict[Place, int] = {}

    async def apply(self, lines: Sequence[JournalLine], transport: str) -> set[Place]:
        """Applies the next lines, skips older lines, and returns the places where lines in between are missing."""
        with self._order.taken() as turn:
            if transport != _PIPELINED or not self._follows_known(lines):
                await turn()
            try:
                if await self._apply_optimistically(lines, transport, turn):
                    return set()
                await turn()
                return await self._apply_under_lock(lines, transport)
            except Exception as error:
                if transient(error):
                    raise
                log.warning("inbox.batch_failed", lines=len(lines), error=repr(error))
                await turn()
                return await self._apply_one_by_one(lines, transport)

    def _follows_known(self, lines: Sequence[JournalLine]) -> bool:
        """Returns false when earlier lines may still be in work. A batch prepared now would then seem to have a gap."""
        first = {place_of(line): line.seq for line in reversed(lines)}
        return all(seq <= self._known_marks.get(place, 0) + 1 for place, seq in first.items())

    async def _apply_optimistically(self, lines: Sequence[JournalLine], transport: str, turn: Turn) -> bool:
        """Applies the lines without reading the watermarks first, because usually this process moved them last.

        The last statement of the transaction verifies the watermarks. When they differ, nothing is written and false is
        returned.
        """
        places = set(map(place_of, lines))
        if not await self._read_watermarks(places):
            return False
        marks, gaps = watermarks.Watermarks({place: self._known_marks[place] for place in places}), set[Place]()
        due = self.next_lines(lines, marks, gaps)
        if gaps or not due:
            return False
        self._known_marks |= marks.marks  # set early: the next batch may be prepared while this one is written
        try:
            await self._write(due, marks, turn)
        except BaseException as error:
            self._known_marks = {place: seq for place, seq in self._known_marks.items() if place not in places}
            if isinstance(error, asyncpg.RaiseError):
                return False
            raise
        # Restores marks that a failed batch dropped, without overwriting marks that the next batch has moved meanwhile.
        self._known_marks = marks.marks | self._known_marks
        _count(due, transport)
        return True

    async def _read_watermarks(self, places: set[Place]) -> bool:
        """Returns true when the watermarks of these places are known. Reads those of new sources without locking them."""
        new_sources = {place[:2] for place in places - self._known_marks.keys()}
        if new_sources:
            async with self._begin() as transaction:
                self._known_marks = await watermarks.seen(transaction, new_sources) | self._known_marks
        return places <= self._known_marks.keys()

    async def _write(self, due: Sequence[JournalLine], marks: watermarks.Watermarks, turn: Turn) -> None:
        clients = sorted({line.client_id for line in due})
        async with self._begin() as transaction:
            await transaction.scope_to(*clients)
            marks.save_at_the_end(transaction, clients, [line.subject for line in due])
            await self._handle(transaction, due)
            await turn()

    async def _apply_under_lock(self, lines: Sequence[JournalLine], transport: str) -> set[Place]:
        gaps: set[Place] = set()
        async with self._begin() as transaction:
            marks = await watermarks.lock(transaction, map(place_of, lines))
            await transaction.scope_to(*sorted({line.client_id for line in lines}))
            blocked = await parked.subjects(transaction, [line.subject for line in lines])
            due = []
            for line in self.next_lines(lines, marks, gaps):
                if line.subject in blocked:
                    await parked.park(transaction, line, "behind_another", "an earlier event of this thing is parked")
                else:
                    due.append(line)
            if due:
                await self._handle(transaction, due)
            await marks.save(transaction)
        self._known_marks |= marks.marks
        _count(due, transport)
        return gaps

    async def _apply_one_by_one(self, lines: Sequence[JournalLine], transport: str) -> set[Place]:
        gaps: set[Place] = set()
        for line in lines:
            if place_of(line) not in gaps:
                gaps |= await self._apply_one(line, transport)
        return gaps

    async def _apply_one(self, line: JournalLine, transport: str) -> set[Place]:
        for attempt in range(1, ATTEMPTS + 1):
            try:
                return await self._apply_under_lock([line], transport)
            except Exception as error:
                if transient(error):
                    raise
                reason = _reason(error)
                if reason != "failed" or attempt == ATTEMPTS:
                    return await self._park(line, reason, repr(error))
                await asyncio.sleep(0.1 * attempt)
        raise AssertionError("the last attempt returns or raises")

    async def _park(self, line: JournalLine, reason: parked.Reason, detail: str) -> set[Place]:
        log.error("inbox.parked", type=line.type, subject=str(line.subject), reason=reason, detail=detail)
        gaps: set[Place] = set()
        async with self._begin() as transaction:
            marks = await watermarks.lock(transaction, [place_of(line)])
            await transaction.scope_to(line.client_id)
            for one in self.next_lines([line], marks, gaps):
                await parked.park(transaction, one, reason, detail)
            await marks.save(transaction)
        return gaps

    def next_lines(
        self, lines: Sequence[JournalLine], marks: watermarks.Watermarks, gaps: set[Place]
    ) -> list[JournalLine]:
        """Applies the inbox rule: returns the next lines and moves the marks, skips older lines, notes later ones as gaps."""
        due = []
        for line in lines:
            place = place_of(line)
            if line.seq <= marks.marks[place]:
                continue
            if line.seq == marks.marks[place] + 1 and place not in gaps:
                marks.move(place, line.seq)
                due.append(line)
            else:
                gaps.add(place)
        return due

    async def release(self, subject: UUID, client_id: UUID, by: str) -> int:
        """Applies all parked messages of one thing in order and returns how many. Raises when one still fails."""
        released = 0
        while applied := await self._release(subject, client_id, by):
            released += applied  # includes messages that were parked behind these meanwhile
        return released

    async def _release(self, subject: UUID, client_id: UUID, by: str) -> int:
        async with self._begin() as transaction:
            await transaction.scope_to(client_id)
            numbers, lines = await parked.waiting(transaction, subject)
            if lines:
                await self._handle(transaction, lines)
                await transaction.scope_to(client_id)
            if numbers:
                await parked.mark_released(transaction, numbers, by)
        return len(numbers)


def _count(due: Sequence[JournalLine], transport: str) -> None:
    for source, lines_of_it in Counter(line.source for line in due).items():
        telemetry.CONSUMED.labels(source, transport).inc(lines_of_it)


def _reason(error: Exception) -> parked.Reason:
    if isinstance(error, Refusal):
        return "refused"
    if isinstance(error, (asyncpg.InsufficientPrivilegeError, ForeignClient)):
        return "foreign_client"
    if isinstance(error, (ValueError, KeyError)):  # pydantic's ValidationError is a ValueError
        return "unknown_shape"
    return "failed"
