"""When something happens, tell whom it concerns."""

from datetime import datetime
from uuid import UUID

from chassis.database import Transaction
from chassis.inbox.reactions import context_of
from chassis.journal.line import JournalLine

from notifications.commands.tell import tell
from notifications.reactions.patience import Patience
from notifications.reactions.reading import at, to_happening


def _accounts(line: JournalLine) -> set[UUID]:
    """Who did it, and who is to act now: the one is left out because of it, the other is told. No people: they may have no
    account at all, and nobody waits for one."""
    state = line.content()["state"]
    found = {UUID(one) for path in ("assignee.id", "next_move.account.id") if (one := at(state, path))}
    return found | ({line.actor_id} if line.actor_id else set())


class WhenSomethingHappensTell:
    """The sentence; `mail` is false when there is no mail server."""

    def __init__(self, patience: Patience, *, mail: bool) -> None:
        self._patience = patience
        self._mail = mail

    async def __call__(self, transaction: Transaction, line: JournalLine, now: datetime) -> None:
        event = to_happening(line)
        if event is None or event.historic:
            return
        await self._patience.until_known(transaction, line.client_id, _accounts(line))
        await tell(transaction, context_of(line, now), event, mail=self._mail)
