"""What other services answered to what a process asked: it goes on, or somebody has to mend it."""

from collections.abc import Mapping
from uuid import UUID

from chassis.command import Context
from chassis.database import Transaction

from processes.commands.occasion import occasion_for
from processes.domain import answering
from processes.domain.process import Move, StepState
from processes.domain.request_kinds import KINDS
from processes.domain.values import Values
from processes.scenarios.loader import Catalogue
from processes.storage.processes import get, of_request, save


async def take_done(
    transaction: Transaction, context: Context, request_id: UUID, answer: str, outputs: Values, catalogue: Catalogue
) -> None:
    """The addressee did what it was asked; `answer` is the event type, which must be the one that completes it."""
    known = await of_request(transaction, request_id)
    if known is None or answer != KINDS[known[1]].completed_by:
        return
    process = await get(transaction, known[0])
    occasion = occasion_for(context, catalogue, process)
    following = answering.completed(process, request_id, outputs, occasion)
    await save(transaction, context, process, following, occasion.scenario)


async def take_refusal(
    transaction: Transaction,
    context: Context,
    request_id: UUID,
    code: str,
    facts: Mapping[str, str],
    catalogue: Catalogue,
) -> None:
    """The addressee cannot or will not."""
    known = await of_request(transaction, request_id)
    if known is None:
        return
    process = await get(transaction, known[0])
    occasion = occasion_for(context, catalogue, process)
    following = answering.refused(process, request_id, code, facts, occasion)
    await save(transaction, context, process, following, occasion.scenario)


async def take_progress(
    transaction: Transaction, context: Context, request_id: UUID, state: StepState, move: Move, catalogue: Catalogue
) -> None:
    """The task of a step moved."""
    known = await of_request(transaction, request_id)
    if known is None:
        return
    process = await get(transaction, known[0])
    occasion = occasion_for(context, catalogue, process)
    following = answering.progressed(process, request_id, state, move, occasion)
    await save(transaction, context, process, following, occasion.scenario)
