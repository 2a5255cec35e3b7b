"""What was last known of each thing: its move and status, so that a move is told of when it passes and not again."""

from uuid import UUID

from chassis.database import Transaction

from notifications.domain.happening import Seen

_KEEP = """INSERT INTO last_seen (thing_id, client_id, move, status) VALUES ($1, $2, $3, $4)
ON CONFLICT (thing_id) DO UPDATE SET move = excluded.move, status = excluded.status"""


async def last_seen(transaction: Transaction, thing_id: UUID) -> Seen | None:
    """What was known of the thing; None if it was never heard of."""
    row = await transaction.row("SELECT move, status FROM last_seen WHERE thing_id = $1", thing_id)
    return Seen(row["move"], row["status"]) if row else None


async def keep(transaction: Transaction, client_id: UUID, thing_id: UUID, seen: Seen) -> None:
    """Remembers the thing as it is now."""
    await transaction.execute(_KEEP, thing_id, client_id, seen.move, seen.status)
