"""Signing in: the password, a session or a token made. How often one may be wrong stands in `attempts.py`."""

from datetime import datetime, timedelta
from uuid import UUID

from chassis.database import Database, Row
from chassis.domain.refusal import Refusal
from chassis.process.clock import Clock

from gateway.identity import accounts, attempts, tokens
from gateway.identity.passwords import matches
from gateway.identity.tokens import Kind, MadeToken


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
        limits = attempts.signing_in(email, address)
        await self._count(limits, now)
        async with self._database.system_transaction() as transaction:
            account = await accounts.by_email(transaction, email)
        usable = account is not None and account["active"]
        if not await matches(password, account["password_hash"] if account and usable else None):
            raise Refusal("identity.wrong_password", "forbidden")
        assert account is not None
        async with self._database.system_transaction() as transaction:
            await attempts.forget(transaction, limits, self._clock.now())
            return await tokens.make(transaction, account, kind, name, now, lasts), account

    async def check_present(self, account_id: UUID, password: str) -> None:
        """Refuses `identity.wrong_password` when this is not the account's present password."""
        limits = attempts.present_password(account_id)
        await self._count(limits, self._clock.now())
        async with self._database.system_transaction() as transaction:
            kept = await accounts.password_hash(transaction, account_id)
        if not await matches(password, kept):
            raise Refusal("identity.wrong_password", "forbidden")
        async with self._database.system_transaction() as transaction:
            await attempts.forget(transaction, limits, self._clock.now())

    async def _count(self, limits: attempts.Limits, now: datetime) -> None:
        # A transaction of its own: a refusal would take the count back.
        async with self._database.system_transaction() as transaction:
            over = await attempts.count(transaction, limits, now)
        if over:
            raise Refusal("http.too_many_requests", seconds=int(attempts.WINDOW.total_seconds()))
