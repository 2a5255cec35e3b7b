"""Who got something says so."""

from uuid import UUID

from chassis.command import Answer, Context
from chassis.database import Transaction

from assets.domain.handover_decisions import accept
from assets.storage.handovers import HANDOVERS


async def accept_handover(transaction: Transaction, context: Context, handover_id: UUID) -> Answer:
    """Accepts the record."""
    record = await HANDOVERS.get(transaction, handover_id, context.expected_version)
    return await HANDOVERS.save(transaction, context, record, [accept(record, context.actor, context.now)])
