"""When something happens, notify whoever it concerns."""

from datetime import datetime
from uuid import UUID

from chassis.database import Transaction
from chassis.inbox.reactions import context_of
from chassis.journal.line import JournalLine

from notifications.commands.notify import notify
from notifications.reactions.account_wait import AccountWait
from notifications.reactions.event_reading import at, to_incoming_event


def _accounts(line: JournalLine) -> set[UUID]:
    """Who did it, who is then left out, and who is to act now. No persons: they may have no account at all."""
    state = line.content()["state"]
    found = {UUID(one) for path in ("assignee.id", "next_move.account.id") if (one := at(state, path))}
    return found | ({line.actor_id} if line.actor_id else set())


class WhenSomethingHappensNotify:
    """The sentence; `mail` is false when there is no mail server."""

    def __init__(self, wait: AccountWait, *, mail: bool) -> None:
        self._wait = wait
        self._mail = mail

    async def __call__(self, transaction: Transaction, line: JournalLine, now: datetime) -> None:
        event = to_incoming_event(line)
        if event is None or event.historic:
            return
        await self._wait.until_known(transaction, line.client_id, _accounts(line))
        await notify(transaction, context_of(line, now), event, mail=self._mail)
