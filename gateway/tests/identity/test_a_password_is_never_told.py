"""The hash of a password is kept with its account, and stands in no answer, journal line or text of an error."""

from datetime import UTC, datetime

import orjson
from chassis.command import Context
from chassis.database import Database
from chassis.domain.actor import SYSTEM
from chassis.identifiers import new_id
from contracts.gateway.commands import ChangeAccount, CreateAccount
from contracts.vocabulary import PROVIDER
from gateway.identity.accounts import change_account, create_account, set_password
from gateway.identity.repositories import ACCOUNT, ACCOUNTS, public

FIRST, SECOND = "hash-of-the-first", "hash-of-the-second"
BODY = {"name": "A", "side": "provider", "roles": ["technician"], "password": "a-long-password"}


async def test_only_the_accounts_own_row_holds_the_hash(database: Database) -> None:
    account_id = new_id()
    body = CreateAccount.model_validate({"email": f"{account_id}@example.com", **BODY})
    context = Context(actor=SYSTEM, client_id=PROVIDER, now=datetime(2026, 3, 2, 9, tzinfo=UTC))
    async with database.transaction(PROVIDER) as transaction:
        answers = [
            await create_account(transaction, context, body, account_id, FIRST),
            await set_password(transaction, context, account_id, SECOND),
            await change_account(transaction, context, account_id, ChangeAccount(name="B")),
        ]
    async with database.transaction(PROVIDER) as transaction:
        account = await ACCOUNTS.first(transaction, ACCOUNT(id=account_id))
        lines = await transaction.rows("SELECT data::text AS data, version FROM journal WHERE subject = $1", account_id)

    assert account is not None
    assert account.password_hash == SECOND
    assert [line["version"] for line in lines] == [1, 2, 3]
    told = [answer.state.decode() for answer in answers] + [line["data"] for line in lines]
    told += [repr(account), public(account).model_dump_json()]
    assert not [text for text in told if FIRST in text or SECOND in text or "password" in text]
    assert orjson.loads(answers[-1].state)["name"] == "B"
