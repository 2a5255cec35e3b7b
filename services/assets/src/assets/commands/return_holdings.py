"""Whoever leaves gives back everything they use: each thing is taken back as it would be by hand, in one transaction."""

from uuid import UUID

from chassis.command import Context
from chassis.database import Transaction

from assets.commands.record_handover import record_handover
from assets.domain import moving
from assets.domain import person as people
from assets.domain.asset import Asset
from assets.domain.happening import Happened
from assets.storage.things import person, save_asset, save_person, used_by


async def return_holdings(
    transaction: Transaction, context: Context, person_id: UUID, to: str, note: str, process_id: UUID
) -> None:
    """Takes back what the person uses or has on loan; what is away for repair stays theirs until it is back."""
    whose = await person(transaction, person_id)
    given_back = await used_by(transaction, person_id)
    back = [(asset, _back(asset, to, note, context)) for asset in given_back]
    for asset, event in back:
        await save_asset(transaction, context, asset, [event])
        await record_handover(transaction, context, asset, [event], process_id=process_id)
    said = people.gave_back([asset.id for asset in given_back], context.actor, context.now)
    await save_person(transaction, context, whose, [said])


def _back(asset: Asset, to: str, note: str, context: Context) -> Happened:
    if asset.loan:
        return moving.return_loan(asset, to, context.actor, context.now)
    return moving.take_back(asset, to, note, context.actor, context.now)
