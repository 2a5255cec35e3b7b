"""A process that asked for something is told that it is done, by its event, or why not; never both, never by half."""

from collections.abc import Awaitable
from typing import Any

from chassis.command import Context
from chassis.database import Transaction
from chassis.domain.refusal import Refusal
from chassis.journal.publication import refusal_line
from contracts.assets.events import RequestRefused

from assets.events import SOURCE


async def answer(transaction: Transaction, context: Context, work: Awaitable[Any]) -> None:
    """Does the work for a process; what cannot be done is refused, and the process knows why."""
    saved = len(transaction.lines)
    try:
        await work
    except Refusal as refusal:
        # A refusal is committed with all that was saved: half of this work must not be, nor what an earlier request
        # of the batch saved to a row that was no longer there.
        if len(transaction.lines) > saved or refusal.kind == "stale":
            raise
        assert context.causation_id is not None, "a request is the cause of what it asks for"
        request_id = context.causation_id
        await transaction.note([refusal_line(SOURCE, RequestRefused, context, request_id, refusal.code, refusal.facts)])
