"""What happens to tickets when time passes: one nobody objected to closes by itself."""

from datetime import datetime, timedelta
from uuid import UUID

from chassis.command import Answer, Context
from chassis.database import Transaction
from chassis.domain.actor import Actor
from chassis.process.timers import Due

from tickets.commands.change_ticket import change_ticket
from tickets.domain import decisions, events
from tickets.domain.ticket import Ticket

# What another system brought stays as that system left it.
_CLAIM = "SELECT 1 FROM ticket WHERE id = $1 AND status = 'resolved' AND resolved_at <= $2 FOR UPDATE SKIP LOCKED"


def close_what_nobody_objected_to(accept_days: int) -> Due:
    """Closes resolved tickets after so many days."""
    find = f"""SELECT id, client_id FROM ticket WHERE status = 'resolved' AND imported_key IS NULL
    AND resolved_at <= $1::timestamptz - interval '{accept_days} days' AND NOT id = ANY($2) ORDER BY resolved_at"""

    def decide(ticket: Ticket, by: Actor, now: datetime) -> list[events.Event]:
        return decisions.close_by_time(ticket, timedelta(days=accept_days), by, now)

    async def act(transaction: Transaction, context: Context, ticket_id: UUID) -> Answer:
        return await change_ticket(transaction, context, ticket_id, decide)

    return Due("tickets.close_what_nobody_objected_to", find, _CLAIM, act, every_seconds=60)
