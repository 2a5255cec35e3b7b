"""What the client has allowed by its decisions, as processes told: which move, of which asset, once."""

from datetime import datetime
from uuid import UUID

from chassis.database import Transaction

_KEEP = """INSERT INTO permit (decision_id, asset_id, move, client_id, approved_at) VALUES ($1, $2, $3, $4, $5)
ON CONFLICT DO NOTHING"""
_USE = """UPDATE permit SET used_at = $4 WHERE decision_id = $1 AND asset_id = $2 AND move = $3 AND used_at IS NULL
RETURNING true"""
_USED = "SELECT true FROM permit WHERE decision_id = $1 AND asset_id = $2 AND move = $3 AND used_at IS NOT NULL"


async def keep(
    transaction: Transaction, client_id: UUID, decision_id: UUID, asset_id: UUID, move: str, at: datetime
) -> None:
    """Remembers one, however often it is told."""
    await transaction.execute(_KEEP, decision_id, asset_id, move, client_id, at)


async def was_used(transaction: Transaction, decision_id: UUID, asset_id: UUID, move: str) -> bool:
    """True when somebody has made the move by hand, by this decision."""
    return bool(await transaction.value(_USED, decision_id, asset_id, move))


async def use(transaction: Transaction, decision_id: UUID, asset_id: UUID, move: str, now: datetime) -> bool:
    """Uses it up; false when the decision does not allow this move of this asset, or was used for it before."""
    return bool(await transaction.value(_USE, decision_id, asset_id, move, now))
