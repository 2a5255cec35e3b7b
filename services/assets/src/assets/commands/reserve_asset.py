"""An asset is kept for a person."""

from uuid import UUID

from chassis.command import Answer, Context
from chassis.database import Transaction
from contracts.assets.commands import ReserveAsset

from assets.commands.move_asset import move_asset
from assets.commands.remarking import with_remarks
from assets.domain import moving
from assets.domain.person import may_hold
from assets.domain.values import Who
from assets.storage.things import person


async def reserve_asset(transaction: Transaction, context: Context, asset_id: UUID, body: ReserveAsset) -> Answer:
    """Keeps the asset for the person; nothing is kept for who has left."""
    found = await person(transaction, body.for_person_id)
    may_hold(found)
    whom = Who(found.id, found.name)
    decide = with_remarks(lambda a, by, now: moving.reserve(a, whom, None, by, now), body)
    return await move_asset(transaction, context, asset_id, decide)
