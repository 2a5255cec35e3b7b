"""A ticket is done: until when the client may object follows from its calendar."""

from uuid import UUID

from chassis.command import Answer, Context
from chassis.database import Transaction
from contracts.tickets.commands import ResolveTicket

from tickets.domain import decisions
from tickets.storage.client_calendars import calendar_of
from tickets.storage.tickets import TICKETS


async def resolve_ticket(
    transaction: Transaction, context: Context, ticket_id: UUID, body: ResolveTicket, accept_days: int
) -> Answer:
    """Resolves the ticket, which closes by itself after so many working days of its client."""
    ticket = await TICKETS.get(transaction, ticket_id, context.expected_version)
    calendar = await calendar_of(transaction, context.client_id)
    happened = decisions.resolve(ticket, body.resolution, calendar, accept_days, context.actor, context.now)
    return await TICKETS.save(transaction, context, ticket, happened)
