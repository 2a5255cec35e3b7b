"""Signing in: password, failures counted per email and address, a session or a token made."""

from datetime import datetime, timedelta

from chassis.clock import Clock
from chassis.database import Database, Row, Transaction
from chassis.refusal import Refusal

from gateway.identity import accounts, tokens
from gateway.identity.passwords import matches
from gateway.identity.tokens import Kind, MadeToken

FAILURES = 10
WINDOW = timedelta(minutes=15)
_FAIL = """INSERT INTO sign_in_failure AS f (who, times, first_at) VALUES ($1, 1, $2)
ON CONFLICT (who) DO UPDATE SET times = CASE WHEN f.first_at < $3 THEN 1 ELSE f.times + 1 END,
  first_at = CASE WHEN f.first_at < $3 THEN $2 ELSE f.first_at END"""


class SigningIn:
    """Turns an email and a password into a session or a token."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def now(self) -> datetime:
        """The present moment."""
        return self._clock.now()

    async def __call__(
        self, email: str, password: str, address: str, kind: Kind, name: str, lasts: timedelta
    ) -> tuple[MadeToken, Row]:
        """The new token and its account; refuses `identity.wrong_password` without saying which of the two is wrong."""
        now = self._clock.now()
        who = [f"email:{email.strip().lower()[:254]}", f"address:{address}"]
        async with self._database.system_transaction() as transaction:
            await _check_failures(transaction, who, now)
            account = await accounts.by_email(transaction, email)
        usable = account is not None and account["active"]
        if not await matches(password, account["password_hash"] if account and usable else None):
            await self._count_failure(who, now)
            raise Refusal("identity.wrong_password", "forbidden")
        assert account is not None
        async with self._database.system_transaction() as transaction:
            await transaction.execute("DELETE FROM sign_in_failure WHERE who = $1", who[0])
            return await tokens.make(transaction, account, kind, name, now, lasts), account

    async def _count_failure(self, who: list[str], now: datetime) -> None:
        async with self._database.system_transaction() as transaction:
            for one in who:
                await transaction.execute(_FAIL, one, now, now - WINDOW)


async def _check_failures(transaction: Transaction, who: list[str], now: datetime) -> None:
    # An office shares one address, so an address may fail more often than a person.
    times = await transaction.rows(
        "SELECT who, times FROM sign_in_failure WHERE who = ANY($1) AND first_at > $2", who, now - WINDOW
    )
    if any(row["times"] >= FAILURES * (10 if row["who"].startswith("address:") else 1) for row in times):
        raise Refusal("http.too_many_requests", seconds=int(WINDOW.total_seconds()))
