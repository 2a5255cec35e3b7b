"""Somebody reports something."""

from uuid import UUID

from chassis.command import Answer, Context
from chassis.database import Transaction
from chassis.domain.actor import Actor
from contracts.tickets.commands import OpenTicket

from tickets.domain import decisions
from tickets.domain.ticket import Ticket, Who
from tickets.storage.tickets import save


async def open_ticket(
    transaction: Transaction, context: Context, body: OpenTicket, ticket_id: UUID, number: str
) -> Answer:
    """Opens a ticket with the given id and number."""
    by = context.actor
    draft = Ticket(
        id=ticket_id,
        client_id=context.client_id,
        number=number,
        type=body.type,
        title=body.title,
        description=body.description,
        priority=body.priority,
        category=body.category,
        asset_id=body.asset_id,
        person_id=body.person_id,
        follows=body.follows,
        opened_at=context.now,
        requester=_requester(body, by),
        reported_by=by.name,
        reported_by_id=by.id,
        reported_side=by.side,
    )
    return await save(transaction, context, None, decisions.open_ticket(draft, by, context.now))


def _requester(body: OpenTicket, by: Actor) -> Who | None:
    if body.requester is not None:
        return Who(body.requester.id, body.requester.name)
    return Who(by.id, by.name) if by.id is not None and by.side == "client" else None
