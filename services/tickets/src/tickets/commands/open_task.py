"""A process asks for a task."""

from uuid import UUID

from chassis.command import Context
from chassis.database import Transaction
from chassis.domain.event import Event
from chassis.domain.refusal import Refusal
from chassis.identifiers import new_id
from contracts.tickets.requests import TaskRequested

from contracts import vocabulary
from tickets.domain import decisions, events
from tickets.domain.ticket import Named, StepLink, Ticket
from tickets.events import refused
from tickets.storage.tickets import TICKETS


async def open_task(transaction: Transaction, context: Context, request: TaskRequested, number: str) -> None:
    """Opens the ticket that carries out a step, or tells the process why not; the context's cause is the request."""
    assert context.causation_id is not None, "a task is asked for by a request"
    try:
        happened = _opened(context, context.causation_id, request, number)
    except Refusal as refusal:
        await transaction.note([refused(context, context.causation_id, refusal)])
        return
    await TICKETS.save(transaction, context, None, happened)


def _opened(context: Context, request_id: UUID, request: TaskRequested, number: str) -> list[Event]:
    draft = Ticket(
        id=new_id(),
        client_id=context.client_id,
        number=number,
        type="task",
        title=request.title,
        description=request.description,
        priority=request.priority,
        requester=_named(request.requester),
        reported_by=context.actor.name,
        reported_side="system",
        person_id=request.person.id if request.person else None,
        asset_id=request.asset_id,
        team=request.team,
        for_side=request.for_side,
        skill=request.skill,
        estimate_minutes=request.estimate_minutes,
        opened_at=context.now,
        due_at=request.due_at,
        step=StepLink(request.process_id, request.step, request_id),
    )
    happened = decisions.open_ticket(draft, context.actor, context.now)
    if request.assignee is not None:
        happened.append(events.TicketAssigned(context.now, context.actor, _named(request.assignee)))
    return happened


def _named(named: vocabulary.Named | None) -> Named | None:
    return Named(named.id, named.name) if named else None
