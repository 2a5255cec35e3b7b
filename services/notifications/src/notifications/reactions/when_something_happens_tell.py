"""When something happens, tell whom it concerns."""

from datetime import datetime

from chassis.database import Transaction
from chassis.inbox.reactions import context_of
from chassis.journal.line import JournalLine

from notifications.commands.tell import tell
from notifications.reactions.patience import Patience
from notifications.reactions.reading import to_happening


class WhenSomethingHappensTell:
    """The sentence; `mail` is false when there is no mail server."""

    def __init__(self, patience: Patience, *, mail: bool) -> None:
        self._patience = patience
        self._mail = mail

    async def __call__(self, transaction: Transaction, line: JournalLine, now: datetime) -> None:
        event = to_happening(line)
        if event is None or event.historic:
            return
        await self._patience.until_known(transaction, line)
        await tell(transaction, context_of(line, now), event, mail=self._mail)
