"""What happens to tickets when time passes: one nobody objected to closes by itself."""

from datetime import datetime, timedelta
from uuid import UUID

from chassis.command import Answer, Context
from chassis.database import Transaction
from chassis.database.tables import Moment
from chassis.domain.actor import Actor
from chassis.domain.event import Event
from chassis.process.timers import TimerRule
from sqlalchemy import and_, bindparam

from tickets.commands.change_ticket import change_ticket
from tickets.domain import decisions
from tickets.domain.ticket import Ticket
from tickets.storage import tables


def close_what_nobody_objected_to(accept_days: int) -> TimerRule:
    """Closes resolved tickets after so many days."""
    days = timedelta(days=accept_days)
    resolved_at = tables.ticket.c.resolved_at

    def decide(ticket: Ticket, by: Actor, now: datetime) -> list[Event]:
        return decisions.close_by_time(ticket, days, by, now)

    async def act(transaction: Transaction, context: Context, ticket_id: UUID) -> Answer:
        return await change_ticket(transaction, context, ticket_id, decide)

    long_enough = and_(tables.to_accept, resolved_at <= bindparam("now", type_=Moment) - days)
    return TimerRule(
        "tickets.close_what_nobody_objected_to", tables.ticket, long_enough, resolved_at, act, every_seconds=60
    )
