"""When a process asks for a task, open a ticket for it."""

from datetime import datetime

from chassis.database import Transaction
from chassis.inbox.reactions import context_of
from chassis.journal.line import JournalLine
from contracts.tickets.requests import TaskRequested

from tickets.commands.open_task import open_task
from tickets.storage.numbers import Numbers


class WhenTaskRequestedOpenATicket:
    """The sentence, with the numbers it gives to tickets."""

    def __init__(self, numbers: Numbers) -> None:
        self._numbers = numbers

    async def __call__(self, transaction: Transaction, line: JournalLine, now: datetime) -> None:
        request = TaskRequested.model_validate_json(line.data)
        number = await self._numbers.next(line.client_id)
        await open_task(transaction, context_of(line, now), request, number)
