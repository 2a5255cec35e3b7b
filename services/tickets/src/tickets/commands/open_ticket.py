"""Somebody reports something."""

from uuid import UUID

from chassis.command import Answer, Context
from chassis.database import Transaction
from chassis.domain.actor import Actor
from contracts.tickets.commands import OpenTicket
from contracts.tickets.state import ReportedFacts

from tickets.domain import decisions
from tickets.domain.ticket import Named, Ticket, account_of
from tickets.storage.tickets import TICKETS

_FACTS = tuple(ReportedFacts.model_fields.keys() - {"requester"})
"""What is taken from the body as it stands."""


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
        opened_at=context.now,
        requester=_requester(body, by),
        reported_by=by.name,
        reported_by_id=by.id,
        reported_side=by.side,
        **{name: getattr(body, name) for name in _FACTS},
    )
    return await TICKETS.save(transaction, context, None, decisions.open_ticket(draft, by, context.now))


def _requester(body: OpenTicket, by: Actor) -> Named | None:
    if body.requester is not None:
        return Named(body.requester.id, body.requester.name)
    return account_of(by) if by.side == "client" else None
