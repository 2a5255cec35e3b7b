"""Applies batches of journal lines: one transaction for watermarks, effects and journal lines together.

The happy path is one transaction a batch. When something in it fails, the batch is done again line by line, so that
exactly the line that fails is parked and everything else goes through.
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
from chassis.inbox import parked, watermarks
from chassis.inbox.batch_order import BatchOrder, Turn
from chassis.inbox.feed import OwnerUnreachable
from chassis.inbox.watermarks import GenerationUnknown, Place
from chassis.journal.line import JournalLine

log = structlog.get_logger(__name__)
BatchHandler = Callable[[Transaction, Sequence[JournalLine]], Awaitable[None]]
"""Brings about what the lines mean, within the transaction; raises when it cannot."""
Begin = Callable[[], AbstractAsyncContextManager[Transaction]]
ATTEMPTS = 3
_PIPELINED = "kafka"
"""Only its batches, never more than a few at once, hold a connection while they wait for their turn: of everybody who
pulls there may be as many as there are sources, and together they would leave none for whoever is first."""


def transient(error: BaseException) -> bool:
    """True for what passes by itself: tried again for as long as it takes, never parked."""
    return (
        isinstance(error, (OwnerUnreachable, GenerationUnknown))
        or errors.database_away(error)
        or errors.repeatable(error)
    )


def place_of(line: JournalLine) -> Place:
    """Where the line stands: source, generation, shard."""
    return line.source, line.generation, line.shard


class Inbox:
    """Applies lines exactly once and in order; tells the caller which places have a gap before what it was given."""

    def __init__(self, begin: Begin, handle: BatchHandler, *, ahead: bool = False) -> None:
        """`ahead`: the next batch may be made ready while one is written; for handlers that only write at the end."""
        self._begin = begin
        self._handle = handle
        self._order = BatchOrder(kept=ahead)
        self._recent: dict[Place, int] = {}

    async def apply(self, lines: Sequence[JournalLine], transport: str) -> set[Place]:
        """Applies what is next, skips what is old, and returns the places where something is missing in between."""
        with self._order.taken() as turn:
            if transport != _PIPELINED or not self._follows_known(lines):
                await turn()
            try:
                if await self._optimistically(lines, transport, turn):
                    return set()
                await turn()
                return await self._under_lock(lines, transport)
            except Exception as error:
                if transient(error):
                    raise
                log.warning("inbox.batch_failed", lines=len(lines), error=repr(error))
                await turn()
                return await self._one_by_one(lines, transport)

    def _follows_known(self, lines: Sequence[JournalLine]) -> bool:
        """False when what comes before these lines may still be in work: made ready now, they would seem to have a gap."""
        first = {place_of(line): line.seq for line in reversed(lines)}
        return all(seq <= self._recent.get(place, 0) + 1 for place, seq in first.items())

    async def _optimistically(self, lines: Sequence[JournalLine], transport: str, turn: Turn) -> bool:
        """Applies them without asking for the watermarks first: this process moved them last, as a rule.

        The transaction's last statement finds out whether that is so; when not, nothing happened, and false is returned.
        """
        places = set(map(place_of, lines))
        if not await self._read_watermarks(places):
            return False
        marks, gaps = watermarks.Watermarks({place: self._recent[place] for place in places}), set[Place]()
        due = self.next_lines(lines, marks, gaps)
        if gaps or not due:
            return False
        self._recent |= marks.marks  # before it is so: the next batch may be made ready while this one is written
        try:
            await self._write(due, marks, turn)
        except BaseException as error:
            self._recent = {place: seq for place, seq in self._recent.items() if place not in places}
            if isinstance(error, asyncpg.RaiseError):
                return False
            raise
        # Put back where a batch that failed dropped it, never over what the next batch has moved on meanwhile.
        self._recent = marks.marks | self._recent
        _count(due, transport)
        return True

    async def _read_watermarks(self, places: set[Place]) -> bool:
        """True when it is known how far these places were applied; reads it, without a lock, of sources met anew."""
        new_sources = {place[:2] for place in places - self._recent.keys()}
        if new_sources:
            async with self._begin() as transaction:
                self._recent = await watermarks.seen(transaction, new_sources) | self._recent
        return places <= self._recent.keys()

    async def _write(self, due: Sequence[JournalLine], marks: watermarks.Watermarks, turn: Turn) -> None:
        clients = sorted({line.client_id for line in due})
        async with self._begin() as transaction:
            await transaction.scope_to(*clients)
            marks.save_at_the_end(transaction, clients, [line.subject for line in due])
            await self._handle(transaction, due)
            await turn()

    async def _under_lock(self, lines: Sequence[JournalLine], transport: str) -> set[Place]:
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
        self._recent |= marks.marks
        _count(due, transport)
        return gaps

    async def _one_by_one(self, lines: Sequence[JournalLine], transport: str) -> set[Place]:
        gaps: set[Place] = set()
        for line in lines:
            if place_of(line) not in gaps:
                gaps |= await self._one(line, transport)
        return gaps

    async def _one(self, line: JournalLine, transport: str) -> set[Place]:
        for attempt in range(1, ATTEMPTS + 1):
            try:
                return await self._under_lock([line], transport)
            except Exception as error:
                if transient(error):
                    raise
                reason = _reason(error)
                if reason != "failed" or attempt == ATTEMPTS:
                    return await self._set_aside(line, reason, repr(error))
                await asyncio.sleep(0.1 * attempt)
        raise AssertionError("the last attempt returns or raises")

    async def _set_aside(self, line: JournalLine, reason: parked.Reason, detail: str) -> set[Place]:
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
        """The inbox rule: next -> apply and move the mark, older -> skip, later -> a gap."""
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
        """Applies everything parked about one thing, in order; returns how many. Raises when it still fails."""
        released = 0
        while applied := await self._release(subject, client_id, by):
            released += applied  # and whatever was parked behind these meanwhile
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
