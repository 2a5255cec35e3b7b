"""Every command on a ticket that is there: read it, decide, save. What is decided stands in the domain."""

from collections.abc import Callable, Sequence
from datetime import datetime
from uuid import UUID

from chassis.command import Answer, Context
from chassis.database import Transaction
from chassis.domain.actor import Actor
from chassis.domain.event import Event

from tickets.domain.ticket import Ticket
from tickets.storage.tickets import TICKETS

Decide = Callable[[Ticket, Actor, datetime], Sequence[Event]]


async def change_ticket(transaction: Transaction, context: Context, ticket_id: UUID, decide: Decide) -> Answer:
    """Applies a decision to the ticket, at the expected version if one was given."""
    ticket = await TICKETS.get(transaction, ticket_id, context.expected_version)
    return await TICKETS.save(transaction, context, ticket, decide(ticket, context.actor, context.now))
