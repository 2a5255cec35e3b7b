"""Doing what falls due: a service says how to find it and what to do; replicas share the work without waiting.

Unordered work only. What is due is found over all clients; each thing is then done in a transaction of its own client.
"""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import structlog

from chassis.actor import SYSTEM
from chassis.clock import Clock
from chassis.context import Context
from chassis.database import Database, Transaction
from chassis.identifiers import new_id
from chassis.refusal import Refusal

log = structlog.get_logger(__name__)
BATCH = 100


@dataclass(frozen=True, slots=True)
class Due:
    """One kind of thing that falls due.

    `find` is a query over all clients, with the present moment as its only parameter, that gives `id` and `client_id`.
    `claim` is a query with the id as its only parameter that locks the thing (`FOR UPDATE SKIP LOCKED`) and gives nothing
    when another replica has it. `act` then does it, in that transaction; it looks again whether it is still due.
    """

    name: str
    find: str
    claim: str
    act: Callable[[Transaction, Context, UUID], Awaitable[Any]]
    every_seconds: float = 5.0


async def run_when_due(database: Database, clock: Clock, due: Due) -> None:
    """Looks for ever; what fails is logged and tried again at the next look."""
    while True:
        try:
            done = await do_what_is_due(database, clock.now(), due)
        except Exception as error:
            log.warning("due.look_failed", name=due.name, error=repr(error))
            done = 0
        if done < BATCH:
            await asyncio.sleep(due.every_seconds)


async def do_what_is_due(database: Database, now: datetime, due: Due) -> int:
    """One look: at most BATCH things; returns how many were done."""
    async with database.system_transaction() as transaction:
        found = await transaction.rows(f"{due.find} LIMIT {BATCH}", now)
    things = [(UUID(int=row["id"].int), UUID(int=row["client_id"].int)) for row in found]  # plain ones, not asyncpg's
    results = [await _do(database, now, due, *thing) for thing in things]
    return sum(results)


async def _do(database: Database, now: datetime, due: Due, thing: UUID, client_id: UUID) -> bool:
    context = Context(actor=SYSTEM, client_id=client_id, now=now, correlation_id=new_id())
    try:
        async with database.transaction(client_id) as transaction:
            if await transaction.row(due.claim, thing) is None:
                return False
            await due.act(transaction, context, thing)
    except Refusal as refusal:
        log.info("due.refused", name=due.name, thing=str(thing), code=refusal.code)
        return False
    except Exception as error:
        log.warning("due.failed", name=due.name, thing=str(thing), error=repr(error))
        return False
    return True
