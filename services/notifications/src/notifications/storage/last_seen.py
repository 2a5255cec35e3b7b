"""What was last known of each thing: its move and status, so that a move is told of when it passes and not again."""

from uuid import UUID

from chassis.database import Transaction

from notifications.domain.happening import Seen

_KEEP = """INSERT INTO last_seen (thing_id, client_id, move, status) VALUES ($1, $2, $3, $4)
ON CONFLICT (thing_id) DO UPDATE SET move = excluded.move, status = excluded.status
RETURNING old.thing_id, old.move, old.status"""


async def replace(transaction: Transaction, client_id: UUID, thing_id: UUID, now: Seen) -> Seen | None:
    """Remembers the thing as it is now; what was known of it before, None if it was never heard of."""
    row = await transaction.row(_KEEP, thing_id, client_id, now.move, now.status)
    return Seen(row["move"], row["status"]) if row and row["thing_id"] else None
