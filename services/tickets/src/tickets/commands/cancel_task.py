"""A process takes a task back."""

from chassis.command import Context
from chassis.database import Transaction
from chassis.domain.refusal import Refusal
from contracts.tickets.requests import TaskWithdrawn

from tickets.domain import decisions
from tickets.events import refused
from tickets.storage.tickets import BY_REQUEST, TICKETS


async def cancel_task(transaction: Transaction, context: Context, request: TaskWithdrawn) -> None:
    """Cancels the task; one that is finished stays as it is, and the process is told so."""
    ticket = await TICKETS.first(transaction, BY_REQUEST(request_id=request.withdraws))
    try:
        if ticket is None or not ticket.open:
            raise Refusal("tickets.task_already_finished", status=ticket.status if ticket else "none")
        happened = decisions.cancel(ticket, request.reason, context.actor, context.now)
    except Refusal as refusal:
        assert context.causation_id is not None, "a task is withdrawn by a request"
        await transaction.note([refused(context, context.causation_id, refusal)])
        return
    await TICKETS.save(transaction, context, ticket, happened)
