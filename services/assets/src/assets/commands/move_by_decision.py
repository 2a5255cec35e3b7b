"""Moves that need a decision of the client, when somebody makes them by hand.

What a process asks for comes from the owner of decisions itself: `fulfil_request.py` need not ask again.
"""

from uuid import UUID

from chassis.command import Answer, Context
from chassis.database import Transaction
from chassis.domain.refusal import Refusal

from assets.commands.move_asset import Decide, move_asset
from assets.storage import permits
from assets.storage.things import asset


async def move_by_decision(
    transaction: Transaction, context: Context, asset_id: UUID, move: str, decide: Decide, decision_id: UUID | None
) -> Answer:
    """The move, by a decision that allows it and is used up by it; without one the domain says whether it needs one."""
    before = await asset(transaction, asset_id)
    answer = await move_asset(transaction, context, asset_id, decide)
    # Where retired hardware goes in the end needs no decision of its own: it may name the one it was retired by.
    by_an_earlier_one = move == "end" and before.status == "retired"
    if decision_id is None or (
        by_an_earlier_one and await permits.was_used(transaction, decision_id, asset_id, "retire")
    ):
        return answer
    if not await permits.use(transaction, decision_id, asset_id, move, context.now):
        raise Refusal("assets.decision_not_approved", decision=str(decision_id), move=move)
    return answer
