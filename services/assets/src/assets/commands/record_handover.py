"""Writes the record of a change of holder, in the transaction in which the asset changed hands."""

from collections.abc import Sequence
from uuid import UUID

from chassis.command import Context
from chassis.database import Transaction
from chassis.identifiers import new_id

from assets.domain.asset import Asset
from assets.domain.handover import KIND_OF, Handover, recorded
from assets.domain.happening import Happened
from assets.domain.values import Holder
from assets.storage.things import save_handover


async def record_handover(
    transaction: Transaction,
    context: Context,
    before: Asset,
    happened: Sequence[Happened],
    *,
    process_id: UUID | None = None,
    established: bool = False,
) -> None:
    """Records each event that gave the asset another holder (or none); `established` if that was so before."""
    for event in happened:
        after: Holder | None = event.changes.get("holder", before.holder)
        if event.what in KIND_OF and after != before.holder:
            record = Handover(
                id=new_id(),
                client_id=before.client_id,
                kind=KIND_OF[event.what],
                asset_id=before.id,
                asset_tag=before.tag,
                at=context.now,
                by=context.actor.name,
                from_holder=before.holder,
                to_holder=after,
                condition=str(event.changes.get("condition") or event.details.get("note") or before.condition),
                process_id=process_id,
                established=established,
            )
            told = recorded(record, context.actor, context.now)
            await save_handover(transaction, context, record, [told], new=True, principal=False)
