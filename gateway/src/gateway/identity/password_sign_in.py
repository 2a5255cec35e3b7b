"""Signs people in with email and password. `attempt_limits.py` limits how often they may be wrong."""

from datetime import datetime, timedelta
from uuid import UUID

from chassis.database import Database
from chassis.domain.refusal import Refusal
from chassis.process.clock import Clock

from gateway.identity import attempt_limits, tokens
from gateway.identity.domain.account import Account
from gateway.identity.passwords import verify_password
from gateway.identity.repositories import ACCOUNT, ACCOUNT_WITH_EMAIL, ACCOUNTS
from gateway.identity.tokens import IssuedToken, TokenKind


class PasswordSignIn:
    """Issues a session or a token for an email and a password."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def now(self) -> datetime:
        """Returns the present time."""
        return self._clock.now()

    async def issue(
        self, email: str, password: str, address: str, kind: TokenKind, name: str, lifetime: timedelta
    ) -> tuple[IssuedToken, Account]:
        """Returns the new token and its account; refuses `identity.wrong_password`, whichever of the two is wrong."""
        now = self._clock.now()
        limits = attempt_limits.sign_in_limits(email, address)
        await self._count_attempt(limits, now)
        async with self._database.system_transaction() as transaction:
            account = await ACCOUNTS.first(transaction, ACCOUNT_WITH_EMAIL(email=email.strip().lower()))
        if not await verify_password(password, account.password_hash if account and account.active else None):
            raise Refusal("identity.wrong_password", "forbidden")
        assert account is not None
        async with self._database.system_transaction() as transaction:
            await attempt_limits.forget_attempt(transaction, limits, self._clock.now())
            return await tokens.issue(transaction, account, kind, name, now, lifetime), account

    async def check_current_password(self, account_id: UUID, password: str) -> None:
        """Refuses `identity.wrong_password` if this is not the account's current password."""
        limits = attempt_limits.current_password_limits(account_id)
        await self._count_attempt(limits, self._clock.now())
        async with self._database.system_transaction() as transaction:
            account = await ACCOUNTS.first(transaction, ACCOUNT(id=account_id))
        if not await verify_password(password, account.password_hash if account else None):
            raise Refusal("identity.wrong_password", "forbidden")
        async with self._database.system_transaction() as transaction:
            await attempt_limits.forget_attempt(transaction, limits, self._clock.now())

    async def _count_attempt(self, limits: attempt_limits.Limits, now: datetime) -> None:
        # Its own transaction, because a refusal rolls back the caller's and the attempt must stay counted.
        async with self._database.system_transaction() as transaction:
            too_many = await attempt_limits.count_attempt(transaction, limits, now)
        if too_many:
            raise Refusal("http.too_many_requests", seconds=int(attempt_limits.WINDOW.total_seconds()))
