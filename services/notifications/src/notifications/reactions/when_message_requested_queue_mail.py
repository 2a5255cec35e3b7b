"""When a process asks for a message, queue it as a mail."""

from datetime import datetime

from chassis.database import Transaction
from chassis.inbox.reactions import context_of
from chassis.journal.line import JournalLine
from contracts.notifications.requests import MessageRequested

from notifications.commands.queue_mail import queue_mail


class WhenMessageRequestedQueueMail:
    """The sentence; `mail` is false when there is no mail server."""

    def __init__(self, *, mail: bool) -> None:
        self._mail = mail

    async def __call__(self, transaction: Transaction, line: JournalLine, now: datetime) -> None:
        request = MessageRequested.model_validate_json(line.data)
        await queue_mail(transaction, context_of(line, now), request, mail=self._mail)
