"""When a process no longer wants a task, cancel its ticket (one that is already finished stays as it is)."""

from datetime import datetime

from chassis.database import Transaction
from chassis.inbox.reactions import context_of
from chassis.journal.line import JournalLine
from chassis.refusal import Refusal
from contracts.tickets.requests import TaskWithdrawn

from tickets.domain import decisions
from tickets.events import refused
from tickets.storage.tickets import by_request, save


async def when_task_withdrawn_cancel_it(transaction: Transaction, line: JournalLine, now: datetime) -> None:
    """Cancels the task; a finished one is answered with a refusal, so that the process knows."""
    request = TaskWithdrawn.model_validate_json(line.data)
    context = context_of(line, now)
    ticket = await by_request(transaction, request.withdraws)
    try:
        if ticket is None or not ticket.open:
            raise Refusal("tickets.task_already_finished", status=ticket.status if ticket else "none")
        await save(transaction, context, ticket, decisions.withdraw(ticket, request.reason, context.actor, now))
    except Refusal as refusal:
        await transaction.note([refused(context, line.id, refusal)])
