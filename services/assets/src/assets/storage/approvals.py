"""Which decisions the client has approved, as processes told."""

from datetime import datetime
from uuid import UUID

from chassis.database import Transaction

_KEEP = "INSERT INTO approval (decision_id, client_id, approved_at) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING"


async def keep(transaction: Transaction, decision_id: UUID, client_id: UUID, at: datetime) -> None:
    """Remembers an approved decision."""
    await transaction.execute(_KEEP, decision_id, client_id, at)


async def known(transaction: Transaction, decision_id: UUID) -> bool:
    """True when the client has approved it."""
    found: bool = await transaction.value("SELECT EXISTS (SELECT FROM approval WHERE decision_id = $1)", decision_id)
    return found
