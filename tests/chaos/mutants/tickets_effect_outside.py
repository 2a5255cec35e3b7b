"""Effect outside the transaction: what an event leads to is committed first, the watermark some seconds later."""

import asyncio
from collections.abc import Sequence
from functools import partial

from chassis.database import Database, Transaction
from chassis.inbox.applying import BatchHandler
from chassis.journal.line import JournalLine
from chassis.process.command_line import main
from tickets.settings import Settings

from mutants import composing

LATER_SECONDS = 4.0


def outside(database: Database, handle: BatchHandler) -> BatchHandler:
    """Effects in a transaction of their own."""

    async def effect(_: Transaction, lines: Sequence[JournalLine]) -> None:
        async with database.transaction() as own:
            await handle(own, lines)
            led_to_something = bool(own.lines)
        if led_to_something:
            await asyncio.sleep(LATER_SECONDS)

    return effect


if __name__ == "__main__":
    main("tickets", Settings, partial(composing.tickets, around=outside))
