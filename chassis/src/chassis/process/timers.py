"""Handles things that fall due. A service says how to find them and what to do; replicas share the work without waiting.

The work has no order. Due things are found over all clients, and each is handled in a transaction of its own client.
"""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import structlog
from sqlalchemy import ARRAY, FromClause, Uuid, all_, bindparam, select
from sqlalchemy.sql.elements import ColumnElement

from chassis.command import Context
from chassis.database import Database, Transaction
from chassis.database.statements import Statement
from chassis.domain.actor import SYSTEM
from chassis.domain.refusal import Refusal
from chassis.identifiers import new_id
from chassis.process.clock import Clock

log = structlog.get_logger(__name__)
BATCH = 100
BACK_OFF = timedelta(minutes=1)
"""Time before a thing that failed is tried again, so that it does not block things that would succeed."""


@dataclass(frozen=True, slots=True)
class TimerRule:
    """One kind of thing that falls due: the rows of a table that a condition holds for, the longest due first.

    The condition has the present moment as its parameter `now`; it is asked over all clients, and again in the thing's own
    transaction, before `act`. `locks`: false where something else is locked before the row.
    """

    name: str
    table: FromClause
    condition: ColumnElement[bool]
    since: ColumnElement[Any]
    act: Callable[[Transaction, Context, UUID], Awaitable[Any]]
    every_seconds: float = 5.0
    locks: bool = True

    def find(self) -> Statement:
        """Finds a batch of things over all clients. Parameters: `now`, and the ids to leave alone as `failed`."""
        things, failed = self.table.c, bindparam("failed", type_=ARRAY(Uuid))
        found = select(things.id, things.client_id).where(self.condition, things.id != all_(failed))
        return Statement(found.order_by(self.since).limit(BATCH))

    def claim(self) -> Statement:
        """Finds one thing while it is due and no other replica has it. Parameters: `id` and `now`."""
        found = select(self.table.c.id).where(self.table.c.id == bindparam("id"), self.condition)
        return Statement(found.with_for_update(skip_locked=True) if self.locks else found)


class Timer:
    """Handles one kind of due thing."""

    def __init__(self, database: Database, clock: Clock, due: TimerRule) -> None:
        self._database = database
        self._clock = clock
        self._due = due
        self._find, self._claim = due.find(), due.claim()
        self._failed: dict[UUID, datetime] = {}

    async def run(self) -> None:
        """Looks for due things until cancelled. A failure is logged and tried again later."""
        while True:
            try:
                done = await self.look()
            except Exception as error:
                log.warning("due.look_failed", name=self._due.name, error=repr(error))
                done = 0
            if done < BATCH:
                await asyncio.sleep(self._due.every_seconds)

    async def look(self) -> int:
        """Handles at most BATCH due things and returns how many were done."""
        now = self._clock.now()
        self._failed = {thing: at for thing, at in self._failed.items() if now < at + BACK_OFF}
        async with self._database.system_transaction() as transaction:
            found = await transaction.rows(*self._find(now=now, failed=list(self._failed)))
        things = [(UUID(int=row["id"].int), UUID(int=row["client_id"].int)) for row in found]  # plain, not asyncpg's
        return sum([await self._do(now, *thing) for thing in things])

    async def _do(self, now: datetime, thing: UUID, client_id: UUID) -> bool:
        try:
            return await self._try(Context(SYSTEM, client_id, now, correlation_id=new_id()), thing)
        except Refusal as refusal:
            log.info("due.refused", name=self._due.name, thing=str(thing), code=refusal.code)
        except Exception as error:
            log.warning("due.failed", name=self._due.name, thing=str(thing), error=repr(error))
        self._failed[thing] = now
        return False

    async def _try(self, context: Context, thing: UUID) -> bool:
        async with self._database.transaction(context.client_id) as transaction:
            if await transaction.row(*self._claim(id=thing, now=context.now)) is None:
                return False
            await self._due.act(transaction, context, thing)
        return True
