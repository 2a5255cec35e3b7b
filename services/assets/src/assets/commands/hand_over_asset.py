"""An asset is handed to a person or place, for good or as a loan, or kept for a person."""

from uuid import UUID

from chassis.command import Answer, Context
from chassis.database import Transaction
from contracts.assets.commands import HandOverAsset, LendAsset, ReserveAsset

from assets.commands.bodies import content_of
from assets.commands.holders import person_here, to_holder
from assets.commands.move_asset import move_asset


async def hand_over_asset(transaction: Transaction, context: Context, asset_id: UUID, body: HandOverAsset) -> Answer:
    """Hands the asset over, or lends it; who has left can be given nothing."""
    to = await to_holder(transaction, body.to)
    content = {**content_of(body, "loan"), "to": to}
    return await move_asset(transaction, context, asset_id, "loan" if body.loan else "hand_over", content)


async def lend_asset(transaction: Transaction, context: Context, asset_id: UUID, body: LendAsset) -> Answer:
    """Lends the asset, perhaps in place of another one."""
    to = await to_holder(transaction, body.to)
    return await move_asset(transaction, context, asset_id, "loan", {**content_of(body), "to": to})


async def reserve_asset(transaction: Transaction, context: Context, asset_id: UUID, body: ReserveAsset) -> Answer:
    """Keeps the asset for the person; nothing is kept for who has left."""
    person = await person_here(transaction, body.for_person_id)
    return await move_asset(transaction, context, asset_id, "reserve", {"person": person, "note": body.note})
