"""A process takes a task back."""

from chassis.command import Context
from chassis.database import Transaction
from chassis.domain.refusal import Refusal
from contracts.tickets.requests import TaskWithdrawn

from tickets.domain import decisions
from tickets.events import refused
from tickets.storage.tickets import by_request, save


async def cancel_task(transaction: Transaction, context: Context, request: TaskWithdrawn) -> None:
    """Cancels the task; one that is finished stays as it is, and the process is told so."""
    ticket = await by_request(transaction, request.withdraws)
    try:
        if ticket is None or not ticket.open:
            raise Refusal("tickets.task_already_finished", status=ticket.status if ticket else "none")
        happened = decisions.withdraw(ticket, request.reason, context.actor, context.now)
    except Refusal as refusal:
        assert context.causation_id is not None, "a task is withdrawn by a request"
        await transaction.note([refused(context, context.causation_id, refusal)])
        return
    await save(transaction, context, ticket, happened)
