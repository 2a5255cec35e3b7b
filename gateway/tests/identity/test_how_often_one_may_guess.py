"""Ten guesses at a password, made one after the other or all at once; the owner still gets in from elsewhere."""

import asyncio
from collections import Counter
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
import pytest_asyncio
from chassis.command import Context
from chassis.database import Database
from chassis.domain.actor import SYSTEM
from chassis.domain.refusal import Refusal
from chassis.identifiers import new_id
from chassis.process.clock import SetClock
from contracts.gateway.commands import CreateAccount
from contracts.vocabulary import PROVIDER
from gateway.identity import attempt_limits
from gateway.identity.accounts import create_account
from gateway.identity.password_sign_in import PasswordSignIn
from gateway.identity.passwords import hash_password

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
PASSWORD = "the-right-password"
DAY = timedelta(days=1)


class Visitor:
    """Somebody at the door of one account."""

    def __init__(self, database: Database, email: str, account: UUID) -> None:
        self.clock = SetClock(NOW)
        self.password_sign_in = PasswordSignIn(database, self.clock)
        self.email = email
        self.account = account

    async def tries(self, password: str, address: str = "192.0.2.1") -> str:
        try:
            await self.password_sign_in.issue(self.email, password, address, "token", "test", DAY)
        except Refusal as refusal:
            return refusal.code
        return "in"


@pytest_asyncio.fixture(loop_scope="session")
async def visitor(database: Database) -> Visitor:
    account, email = new_id(), f"{new_id()}@example.com"
    body = CreateAccount.model_validate(
        {"email": email, "name": "A", "side": "provider", "roles": ["technician"], "password": PASSWORD}
    )
    context = Context(actor=SYSTEM, client_id=PROVIDER, now=NOW, correlation_id=new_id())
    async with database.transaction(PROVIDER) as transaction:
        await create_account(transaction, context, body, account, await hash_password(PASSWORD))
    async with database.system_transaction() as transaction:
        await transaction.execute("DELETE FROM sign_in_failure")
    return Visitor(database, email, account)


async def test_guesses_made_at_once_are_as_many_as_guesses_in_a_row(visitor: Visitor) -> None:
    codes = Counter(await asyncio.gather(*(visitor.tries(f"wrong {number}") for number in range(30))))

    assert codes == {"identity.wrong_password": 10, "http.too_many_requests": 20}
    assert await visitor.tries(PASSWORD) == "http.too_many_requests"


async def test_whoever_guesses_locks_only_their_own_address_out(visitor: Visitor) -> None:
    for number in range(10):
        await visitor.tries(f"wrong {number}")

    assert await visitor.tries(PASSWORD, "192.0.2.2") == "in"


async def test_guesses_from_everywhere_have_an_end_too(visitor: Visitor) -> None:
    codes = [await visitor.tries("wrong", f"192.0.2.{number}") for number in range(51)]

    assert codes == ["identity.wrong_password"] * 50 + ["http.too_many_requests"]


async def test_after_a_while_one_may_try_again(visitor: Visitor) -> None:
    for number in range(11):
        await visitor.tries(f"wrong {number}")
    visitor.clock.forward(timedelta(minutes=16))

    assert await visitor.tries(PASSWORD) == "in"


async def test_who_is_right_is_never_counted(visitor: Visitor) -> None:
    assert [await visitor.tries(PASSWORD) for _ in range(12)] == ["in"] * 12


async def test_the_present_password_is_guessed_no_more_often(visitor: Visitor) -> None:
    async def says(password: str) -> str:
        with pytest.raises(Refusal) as refused:
            await visitor.password_sign_in.check_current_password(visitor.account, password)
        return refused.value.code

    codes = [await says("wrong") for _ in range(11)]

    assert codes == ["identity.wrong_password"] * 10 + ["http.too_many_requests"]
    assert await says(PASSWORD) == "http.too_many_requests"


async def test_people_who_sign_in_at_once_never_wait_for_each_other_for_ever(
    visitor: Visitor, database: Database
) -> None:
    """Two of one office, again and again, while what is too old to count is thrown away."""

    async def signs_in(email: str, at: datetime) -> None:
        limits = attempt_limits.sign_in_limits(email, "192.0.2.1")
        for what in (attempt_limits.count_attempt, attempt_limits.forget_attempt):
            async with database.system_transaction() as transaction:
                await what(transaction, limits, at)

    for turn in range(60):
        at = NOW + timedelta(minutes=16 * turn)
        await asyncio.gather(
            *(
                signs_in(f"{number % 2}{visitor.email}", at + timedelta(minutes=16 * (number % 2)))
                for number in range(8)
            )
        )
