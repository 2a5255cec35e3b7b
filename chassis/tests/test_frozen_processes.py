"""PostgreSQL ends the transaction of a frozen or disconnected process after a time-out, and so releases its locks."""

import asyncio
from collections.abc import Awaitable, Callable

import asyncpg
import pytest
from chassis.database import Database
from chassis.inbox.applying import transient
from testkit.following import CLIENT, Owner

MakeDatabase = Callable[..., Awaitable[Database]]


async def test_both_pools_set_an_end_to_a_transaction_that_does_nothing(database: Database) -> None:
    async with database.transaction(CLIENT) as app, database.system_transaction() as system:
        for transaction in (app, system):
            assert await transaction.value("SHOW idle_in_transaction_session_timeout") == "10s"


async def test_others_go_on_and_the_frozen_one_tries_again_later(database: Database) -> None:
    owner = Owner(database, "counter")
    thing = await owner.count()

    async def freezes() -> None:
        async with database.transaction(CLIENT) as transaction:
            await transaction.execute("SET LOCAL idle_in_transaction_session_timeout = '300ms'")
            await transaction.rows("SELECT * FROM journal_shard FOR UPDATE")
            await asyncio.sleep(1)
            await transaction.rows("SELECT * FROM counter")

    frozen = asyncio.create_task(freezes())
    await asyncio.sleep(0.1)
    await asyncio.wait_for(owner.count(thing), 5)

    with pytest.raises((asyncpg.PostgresError, asyncpg.InterfaceError, OSError)) as ended:
        await frozen
    assert transient(ended.value)
    assert len(await owner.lines()) == 2
