"""Waits a little for the gateway's journal when somebody acts whom the directory does not know yet.

The gateway's events come by another topic than the tickets' and may come later; whoever is told while the directory is
behind would be told nothing. An account that does not show up within the patience does not exist: nobody waits for it again.
"""

import time
from uuid import UUID

from chassis.database import Transaction
from chassis.inbox.feed import OwnerUnreachable
from chassis.journal.line import JournalLine

from notifications.commands.keep_directory import knows

SECONDS = 8.0
"""Longer than two comparisons with the gateway's heads, after which everything missing has been pulled."""
REMEMBERED = 10_000


class Patience:
    """How long this process has waited for whom."""

    def __init__(self, seconds: float = SECONDS) -> None:
        self._seconds = seconds
        self._known: set[UUID] = set()
        self._missed_since: dict[UUID, float] = {}

    async def until_known(self, transaction: Transaction, line: JournalLine) -> None:
        """Raises what means "later" as long as the actor of the line may still become known."""
        actor = line.actor_id
        if actor is None or actor in self._known:
            return
        if not await knows(transaction, line.client_id, actor):
            since = self._missed_since.setdefault(actor, time.monotonic())
            if time.monotonic() - since < self._seconds:
                raise OwnerUnreachable(f"the account {actor} is not known here yet")
        if len(self._known) >= REMEMBERED:
            self._known.clear()
        self._known.add(actor)
        self._missed_since.pop(actor, None)
