"""Every move of an asset that is there: read it, decide, save once."""

from typing import Any
from uuid import UUID

from chassis.command import Answer, Context
from chassis.database import Transaction
from chassis.domain.refusal import Refusal

from assets.commands.holders import with_holders
from assets.commands.save_asset import save_asset
from assets.domain.asset import Asset
from assets.domain.asset_decisions import decide
from assets.storage import permits
from assets.storage.assets import ASSETS


async def move_asset(
    transaction: Transaction,
    context: Context,
    asset_id: UUID,
    move: str,
    content: dict[str, Any],
    *,
    process_id: UUID | None = None,
) -> Answer:
    """Makes the move, at the expected version if one was given.

    The content is that of its event; the holder or person it names is looked up. A decision that it names must allow it,
    and is used up by it.
    """
    content = await with_holders(transaction, content)
    asset = await ASSETS.get(transaction, asset_id, context.expected_version)
    event = decide(asset, move, context.actor, context.now, **content)
    if content.get("decision_id") is not None:
        await _use_decision(transaction, context, asset, move, content["decision_id"])
    return await save_asset(transaction, context, asset, [event], process_id=process_id)


async def _use_decision(transaction: Transaction, context: Context, asset: Asset, move: str, decision_id: UUID) -> None:
    # Where retired hardware goes in the end needs no decision of its own: it may name the one it was retired by.
    ends_what_is_retired = move == "end" and asset.status == "retired"
    if ends_what_is_retired and await permits.was_used(transaction, decision_id, asset.id, "retire"):
        return
    if not await permits.use(transaction, decision_id, asset.id, move, context.now):
        raise Refusal("assets.decision_not_approved", decision=str(decision_id), move=move)
