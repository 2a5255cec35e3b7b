"""Every move of an asset that is there: read it, decide, save, and record the hand-over it may be."""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from chassis.actor import Actor
from chassis.commanding import Answer
from chassis.context import Context
from chassis.database import Transaction

from assets.commands.record_handover import record_handover
from assets.domain.asset import Asset
from assets.domain.handover import accept
from assets.domain.happening import Happened
from assets.storage.things import asset, handover, save_asset, save_handover

Decide = Callable[[Asset, Actor, datetime], Happened]


async def move_asset(
    transaction: Transaction, context: Context, asset_id: UUID, decide: Decide, *, process_id: UUID | None = None
) -> Answer:
    """Applies a decision to the asset, at the expected version if one was given."""
    before = await asset(transaction, asset_id, context.expected_version)
    event = decide(before, context.actor, context.now)
    answer = await save_asset(transaction, context, before, [event])
    await record_handover(transaction, context, before, [event], process_id=process_id)
    return answer


async def accept_handover(transaction: Transaction, context: Context, handover_id: UUID) -> Answer:
    """Who got something says so."""
    record = await handover(transaction, handover_id, context.expected_version)
    return await save_handover(transaction, context, record, [accept(record, context.actor, context.now)])
