"""When a process asks for a task, open a ticket for it."""

from datetime import datetime

from chassis.context import Context
from chassis.database import Transaction
from chassis.identifiers import new_id
from chassis.inbox.reactions import context_of
from chassis.journal.line import JournalLine
from contracts.tickets.requests import TaskRequested
from contracts.vocabulary import Named

from tickets.domain import decisions
from tickets.domain.ticket import Step, Ticket, Who
from tickets.storage.numbers import Numbers
from tickets.storage.tickets import save


class WhenTaskRequestedOpenATicket:
    """Opens the task; its later events carry the request's id in the ticket's step link."""

    def __init__(self, numbers: Numbers) -> None:
        self._numbers = numbers

    async def __call__(self, transaction: Transaction, line: JournalLine, now: datetime) -> None:
        request = TaskRequested.model_validate_json(line.data)
        context = context_of(line, now)
        number = await self._numbers.next(line.client_id)
        draft = _draft(request, line, context, number)
        await save(transaction, context, None, decisions.open_ticket(draft, context.actor, now))


def _draft(request: TaskRequested, line: JournalLine, context: Context, number: str) -> Ticket:
    return Ticket(
        id=new_id(),
        client_id=line.client_id,
        number=number,
        type="task",
        title=request.title,
        description=request.description,
        priority=request.priority,
        requester=_who(request.requester),
        reported_by=line.actor_name,
        reported_side="system",
        person_id=request.person.id if request.person else None,
        asset_id=request.asset_id,
        team=request.team,
        for_side=request.for_side,
        opened_at=context.now,
        due_at=request.due_at,
        step=Step(request.process_id, request.step, line.id),
    )


def _who(named: Named | None) -> Who | None:
    return Who(named.id, named.name) if named else None
