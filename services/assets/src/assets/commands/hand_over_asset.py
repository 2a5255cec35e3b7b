"""An asset is handed to a person or place, for good or as a loan."""

from uuid import UUID

from chassis.commanding import Answer
from chassis.context import Context
from chassis.database import Transaction
from contracts.assets.commands import HandOverAsset

from assets.commands.move_asset import move_asset
from assets.commands.register_asset import to_holder
from assets.domain import moving


async def hand_over_asset(transaction: Transaction, context: Context, asset_id: UUID, body: HandOverAsset) -> Answer:
    """Hands the asset over; who has left can be given nothing."""
    to = await to_holder(transaction, body.to)
    assert to is not None, "the body has a holder"
    if body.loan:
        return await move_asset(transaction, context, asset_id, lambda a, by, now: moving.loan(a, to, None, by, now))
    note = body.note or body.condition
    return await move_asset(transaction, context, asset_id, lambda a, by, now: moving.hand_over(a, to, note, by, now))
