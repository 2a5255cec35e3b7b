"""Saves an asset, and in the same transaction the record of each change of holder."""

from collections.abc import Sequence
from uuid import UUID

from chassis.command import Answer, Context
from chassis.database import Transaction
from chassis.identifiers import new_id

from assets.domain.asset import Asset
from assets.domain.asset_evolution import evolve_asset
from assets.domain.events import AssetEvent
from assets.domain.handover_decisions import record
from assets.storage.assets import ASSETS
from assets.storage.handovers import HANDOVERS


async def save_asset(
    transaction: Transaction,
    context: Context,
    before: Asset | None,
    events: Sequence[AssetEvent],
    *,
    process_id: UUID | None = None,
) -> Answer:
    """Saves what happened to the asset; `before` is None for a new one, whose holder had it before it was known."""
    answer = await ASSETS.save(transaction, context, before, events)
    asset = before
    for event in events:
        after = evolve_asset(asset, event)
        recorded = record(new_id(), asset or after, event, after, process_id, established=before is None)
        if recorded is not None:
            await HANDOVERS.save(transaction, context, None, [recorded], answers=False)
        asset = after
    return answer
