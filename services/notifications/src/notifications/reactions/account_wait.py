"""Waits a little for the gateway's journal when an event names an account that the directory does not have yet.

The gateway's events come by another topic than the tickets' and may come later; who is notified while the directory lags
would be notified of nothing. An account that does not show up within the limit does not exist: nobody waits for it again.
"""

import time
from collections.abc import Set
from uuid import UUID

from chassis.database import Transaction
from chassis.inbox.feed import OwnerUnreachable

from notifications.queries.unknown_accounts import unknown_accounts

LIMIT_SECONDS = 8.0
"""Longer than two comparisons with the gateway's heads, after which everything missing has been pulled."""
REMEMBERED = 10_000


class AccountWait:
    """Which accounts this process has waited for, and how long."""

    def __init__(self, limit_seconds: float = LIMIT_SECONDS) -> None:
        self._limit = limit_seconds
        self._settled: set[UUID] = set()
        self._missed_since: dict[UUID, float] = {}

    async def until_known(self, transaction: Transaction, client_id: UUID, accounts: Set[UUID]) -> None:
        """Raises what means "later" as long as one of the accounts may still become known."""
        missing = await unknown_accounts(transaction, client_id, accounts - self._settled)
        now = time.monotonic()
        if any(now - self._missed_since.setdefault(one, now) < self._limit for one in missing):
            raise OwnerUnreachable(f"not known here yet: {', '.join(map(str, missing))}")
        if len(self._settled) >= REMEMBERED:
            self._settled.clear()
        self._settled |= accounts
        for one in missing:
            self._missed_since.pop(one, None)
