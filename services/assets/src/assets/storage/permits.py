"""What the client has allowed by its decisions: which move, of which asset, once, and while its process runs."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from chassis.database import Transaction

# What is told of a process and of its decisions may come in any order, and to two replicas at once.
_ALONE = "SELECT pg_advisory_xact_lock(hashtextextended($1::text, 7410006))"
_KEEP = """INSERT INTO permit (decision_id, asset_id, move, client_id, process_id) SELECT $1, $2, $3, $4, $5
WHERE NOT EXISTS (SELECT FROM ended_process WHERE process_id = $5) ON CONFLICT DO NOTHING"""
_USE = """UPDATE permit SET used_at = $4 WHERE decision_id = $1 AND asset_id = $2 AND move = $3 AND used_at IS NULL
RETURNING true"""
_USED = "SELECT true FROM permit WHERE decision_id = $1 AND asset_id = $2 AND move = $3 AND used_at IS NOT NULL"
_USE_UP = """INSERT INTO permit AS p (decision_id, asset_id, move, client_id, process_id, used_at)
VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (decision_id, asset_id, move) DO UPDATE SET used_at = coalesce(p.used_at, $6)"""
_END = "INSERT INTO ended_process (process_id, client_id) VALUES ($1, $2) ON CONFLICT DO NOTHING"
_TAKE_BACK = "DELETE FROM permit WHERE process_id = $1 AND used_at IS NULL"


@dataclass(frozen=True, slots=True)
class Permit:
    """One move of one asset, by a decision that a process asked for."""

    decision_id: UUID
    asset_id: UUID
    move: str
    client_id: UUID
    process_id: UUID


async def keep(transaction: Transaction, permit: Permit) -> None:
    """Remembers it, however often it is told; not when its process is over already."""
    await transaction.value(_ALONE, str(permit.process_id))
    values = (permit.decision_id, permit.asset_id, permit.move, permit.client_id, permit.process_id)
    await transaction.execute(_KEEP, *values)


async def take_back(transaction: Transaction, process_id: UUID, client_id: UUID) -> None:
    """The process is over, or undone: what its decisions allowed and nobody has done is not allowed any more."""
    await transaction.value(_ALONE, str(process_id))
    await transaction.execute(_END, process_id, client_id)
    await transaction.execute(_TAKE_BACK, process_id)


async def was_used(transaction: Transaction, decision_id: UUID, asset_id: UUID, move: str) -> bool:
    """True when the move was made by this decision before."""
    return bool(await transaction.value(_USED, decision_id, asset_id, move))


async def use(transaction: Transaction, decision_id: UUID, asset_id: UUID, move: str, now: datetime) -> bool:
    """Uses it up; false when the decision does not allow this move of this asset, or was used for it before."""
    return bool(await transaction.value(_USE, decision_id, asset_id, move, now))


async def use_up(transaction: Transaction, permit: Permit, now: datetime) -> None:
    """The process made the move itself: nobody may once more, also if the approval is heard of only later."""
    values = (permit.decision_id, permit.asset_id, permit.move, permit.client_id, permit.process_id)
    await transaction.execute(_USE_UP, *values, now)
