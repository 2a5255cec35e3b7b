"""What happens to tickets when time passes: one nobody objected to closes by itself."""

from uuid import UUID

from chassis.command import Answer, Context
from chassis.database import Transaction
from chassis.database.tables import Moment
from chassis.process.timers import TimerRule
from sqlalchemy import and_, bindparam

from tickets.commands.change_ticket import change_ticket
from tickets.domain import decisions
from tickets.storage import tables


async def _close(transaction: Transaction, context: Context, ticket_id: UUID) -> Answer:
    return await change_ticket(transaction, context, ticket_id, decisions.close_by_time)


CLOSE_WHAT_NOBODY_OBJECTED_TO = TimerRule(
    "tickets.close_what_nobody_objected_to",
    tables.ticket,
    and_(tables.to_accept, tables.ticket.c.accept_until <= bindparam("now", type_=Moment)),
    tables.ticket.c.accept_until,
    _close,
    every_seconds=60,
)
