"""An asset is handed to a person or place, for good or as a loan."""

from uuid import UUID

from chassis.command import Answer, Context
from chassis.database import Transaction
from contracts.assets.commands import HandOverAsset, LendAsset
from contracts.assets.state import Holder as PublicHolder

from assets.commands.move_asset import Decide, move_asset
from assets.commands.register_asset import to_holder
from assets.commands.remarking import with_remarks
from assets.domain import moving
from assets.domain.values import Holder


async def hand_over_asset(transaction: Transaction, context: Context, asset_id: UUID, body: HandOverAsset) -> Answer:
    """Hands the asset over; who has left can be given nothing."""
    to = await _receiver(transaction, body.to)
    decide: Decide = lambda a, by, now: moving.hand_over(a, to, "", by, now)  # noqa: E731
    if body.loan:
        decide = lambda a, by, now: moving.loan(a, to, None, by, now)  # noqa: E731
    return await move_asset(transaction, context, asset_id, with_remarks(decide, body))


async def lend_asset(transaction: Transaction, context: Context, asset_id: UUID, body: LendAsset) -> Answer:
    """Lends the asset, perhaps in place of another one."""
    to = await _receiver(transaction, body.to)
    decide = with_remarks(lambda a, by, now: moving.loan(a, to, body.for_asset_id, by, now), body)
    return await move_asset(transaction, context, asset_id, decide)


async def _receiver(transaction: Transaction, given: PublicHolder) -> Holder:
    to = await to_holder(transaction, given)
    assert to is not None, "the body has a holder"
    return to
