"""The clock of processes: finds what is due and lets time pass there, one transaction each.

What is due is not in order of anything, so any number of replicas may share it (SKIP LOCKED).
"""

import asyncio
from datetime import datetime, timedelta
from uuid import UUID

import structlog
from chassis.actor import SYSTEM
from chassis.clock import Clock
from chassis.context import Context
from chassis.database import Database, Transaction
from chassis.identifiers import new_id

from processes.commands.let_time_pass import let_decision_expire, let_time_pass
from processes.scenarios.loader import Catalogue

log = structlog.get_logger(__name__)
EVERY_SECONDS = 1.0
PATIENCE = timedelta(minutes=1)
"""How long something that failed is left alone, so that it does not stand before what would go well."""
_DUE = """SELECT id, client_id FROM {table} WHERE wake_at <= $1 AND NOT id = ANY($2) ORDER BY wake_at LIMIT 50"""


class Timers:
    """The loop."""

    def __init__(self, database: Database, clock: Clock, catalogue: Catalogue) -> None:
        self._database = database
        self._clock = clock
        self._catalogue = catalogue
        self._failed: dict[UUID, datetime] = {}

    async def run(self) -> None:
        """Looks for ever; a failing process holds nobody else up."""
        while True:
            try:
                await self.look()
            except Exception as error:
                log.warning("timers.failed", error=repr(error))
            await asyncio.sleep(EVERY_SECONDS)

    async def look(self) -> int:
        """Does everything that is due now; returns how much that was."""
        now = self._clock.now()
        self._failed = {thing: at for thing, at in self._failed.items() if now < at + PATIENCE}
        left_alone = list(self._failed)
        async with self._database.system_transaction() as transaction:
            processes = await transaction.rows(_DUE.format(table="process"), now, left_alone)
            decisions = await transaction.rows(_DUE.format(table="decision"), now, left_alone)
        for row in processes:
            await self._one("process", row["id"], row["client_id"])
        for row in decisions:
            await self._one("decision", row["id"], row["client_id"])
        return len(processes) + len(decisions)

    async def _one(self, table: str, thing: UUID, client_id: UUID) -> None:
        context = Context(actor=SYSTEM, client_id=client_id, now=self._clock.now(), correlation_id=new_id())
        try:
            async with self._database.transaction(client_id) as transaction:
                if await _still_due(transaction, table, thing, context):
                    work = let_time_pass if table == "process" else let_decision_expire
                    await work(transaction, context, thing, self._catalogue)
        except Exception as error:
            self._failed[thing] = context.now
            log.error("timer.failed", table=table, id=str(thing), error=repr(error))


async def _still_due(transaction: Transaction, table: str, thing: UUID, context: Context) -> bool:
    # Processes are locked before their decisions everywhere, so a decision is looked at without a lock here.
    lock = " FOR UPDATE SKIP LOCKED" if table == "process" else ""
    found = await transaction.value(f"SELECT 1 FROM {table} WHERE id = $1 AND wake_at <= $2{lock}", thing, context.now)
    return found is not None
