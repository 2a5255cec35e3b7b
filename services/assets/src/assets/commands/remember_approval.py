"""A decision that the client has approved is remembered for whoever moves hardware by it."""

from datetime import datetime
from uuid import UUID

from chassis.database import Transaction

from assets.storage import approvals


async def remember_approval(transaction: Transaction, decision_id: UUID, client_id: UUID, at: datetime) -> None:
    """Remembers it, however often it is told."""
    await approvals.keep(transaction, decision_id, client_id, at)
