"""Applies what other services answered to the process that asked."""

from collections.abc import Mapping
from uuid import UUID

from chassis.command import Context
from chassis.database import Transaction

from processes.commands.change_process import change_process
from processes.domain.answers import request_completed, request_refused, task_progressed
from processes.domain.process import NextMove, StepState
from processes.domain.request_kinds import REQUEST_KINDS
from processes.domain.values import Values
from processes.scenarios.loader import Catalogue
from processes.storage.requests import find


async def apply_completion(
    transaction: Transaction, context: Context, request_id: UUID, answer: str, outputs: Values, catalogue: Catalogue
) -> None:
    """Finishes what the request was made for, if `answer` is the type of the event that completes the request."""
    known = await find(transaction, request_id)
    if known is not None and answer == REQUEST_KINDS[known[1]].completed_by:
        await change_process(
            transaction, context, known[0], lambda p, c: request_completed(p, request_id, outputs, c), catalogue
        )


async def apply_refusal(
    transaction: Transaction,
    context: Context,
    request_id: UUID,
    code: str,
    facts: Mapping[str, str],
    catalogue: Catalogue,
) -> None:
    """Applies the refusal of a request."""
    known = await find(transaction, request_id)
    if known is not None:
        await change_process(
            transaction, context, known[0], lambda p, c: request_refused(p, request_id, code, facts, c), catalogue
        )


async def apply_progress(
    transaction: Transaction, context: Context, request_id: UUID, state: StepState, move: NextMove, catalogue: Catalogue
) -> None:
    """Applies the progress of a task to its step."""
    known = await find(transaction, request_id)
    if known is not None:
        await change_process(
            transaction, context, known[0], lambda p, c: task_progressed(p, request_id, state, move, c), catalogue
        )
