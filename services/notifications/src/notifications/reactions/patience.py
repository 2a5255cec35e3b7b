"""Waits a little for the gateway's journal when an event names somebody whom the directory does not know yet.

The gateway's events come by another topic than the tickets' and may come later; whoever is told while the directory is
behind would be told nothing. An account that does not show up within the patience does not exist: nobody waits for it again.
"""

import time
from collections.abc import Set
from uuid import UUID

from chassis.database import Transaction
from chassis.inbox.feed import OwnerUnreachable

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

    async def until_known(self, transaction: Transaction, client_id: UUID, accounts: Set[UUID]) -> None:
        """Raises what means "later" as long as one of the accounts may still become known."""
        missing = [one for one in accounts - self._known if not await knows(transaction, client_id, one)]
        now = time.monotonic()
        if any(now - self._missed_since.setdefault(one, now) < self._seconds for one in missing):
            raise OwnerUnreachable(f"not known here yet: {', '.join(map(str, missing))}")
        if len(self._known) >= REMEMBERED:
            self._known.clear()
        self._known |= accounts
        for one in missing:
            self._missed_since.pop(one, None)
