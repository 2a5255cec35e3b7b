"""Every move of an asset that is there: read it, decide, save once, and record the hand-over it may be."""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from chassis.command import Answer, Context
from chassis.database import Transaction
from chassis.domain.actor import Actor

from assets.commands.record_handover import record_handover
from assets.domain.asset import Asset, evolve
from assets.domain.handover import accept
from assets.domain.happening import Happened
from assets.storage.things import asset, handover, save_asset, save_handover

Decide = Callable[[Asset, Actor, datetime], Happened]


async def move_asset(
    transaction: Transaction, context: Context, asset_id: UUID, *moves: Decide, process_id: UUID | None = None
) -> Answer:
    """Applies decisions to the asset, one after the other, at the expected version if one was given."""
    before = after = await asset(transaction, asset_id, context.expected_version)
    happened: list[Happened] = []
    for decide in moves:
        happened.append(decide(after, context.actor, context.now))
        after = evolve(after, happened[-1])
    answer = await save_asset(transaction, context, before, happened)
    await record_handover(transaction, context, before, happened, process_id=process_id)
    return answer


async def accept_handover(transaction: Transaction, context: Context, handover_id: UUID) -> Answer:
    """Who got something says so."""
    record = await handover(transaction, handover_id, context.expected_version)
    return await save_handover(transaction, context, record, [accept(record, context.actor, context.now)])
