"""Whoever leaves gives back everything they use: each thing is taken back as it would be by hand, in one transaction."""

from uuid import UUID

from chassis.command import Context
from chassis.database import Transaction

from assets.commands.save_asset import save_asset
from assets.domain.asset_decisions import decide
from assets.domain.events import PersonGaveBack
from assets.storage.assets import used_by
from assets.storage.people import PEOPLE


async def return_holdings(
    transaction: Transaction, context: Context, person_id: UUID, to: str, note: str, process_id: UUID
) -> None:
    """Takes back what the person uses or has on loan; what is away for repair stays theirs until it is back.

    The person is told to have given back whatever their status, and also when there was nothing.
    """
    person = await PEOPLE.get(transaction, person_id)
    used = await used_by(transaction, person_id)
    moves = ["return_loan" if asset.loan else "take_back" for asset in used]
    events = [
        decide(asset, move, context.actor, context.now, to=to, note=note)
        for asset, move in zip(used, moves, strict=True)
    ]
    for asset, event in zip(used, events, strict=True):
        await save_asset(transaction, context, asset, [event], process_id=process_id)
    gave_back = PersonGaveBack(context.now, context.actor, assets=tuple(asset.id for asset in used))
    await PEOPLE.save(transaction, context, person, [gave_back])
