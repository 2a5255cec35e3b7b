"""Every row has a client and every read has a scope. PostgreSQL itself enforces both."""

import asyncio
from collections.abc import Awaitable, Callable
from uuid import UUID

import asyncpg
import pytest
from chassis.command import Context
from chassis.database import Database, ForeignClient
from chassis.database.row_write import RowWrite
from chassis.domain.actor import Actor
from chassis.identifiers import new_id
from chassis.process.clock import SystemClock
from testkit import counter
from testkit.lines import a_line

MakeDatabase = Callable[..., Awaitable[Database]]
OURS, THEIRS = UUID(int=7), UUID(int=8)
ANNA = Actor("client", "Anna", UUID(int=1))


async def opened(database: Database, client_id: UUID) -> UUID:
    counter_id = new_id()
    async with database.transaction(client_id) as transaction:
        await counter.open_counter(transaction, Context(ANNA, client_id, SystemClock().now()), counter_id)
    return counter_id


async def test_without_a_scope_there_are_no_rows(database: Database) -> None:
    await opened(database, OURS)

    async with database.transaction() as transaction:
        assert await transaction.value("SELECT count(*) FROM counter") == 0
        assert await transaction.value("SELECT count(*) FROM journal") == 0


async def test_rows_of_another_client_are_not_there(database: Database) -> None:
    ours, theirs = await opened(database, OURS), await opened(database, THEIRS)

    async with database.transaction(OURS) as transaction:
        assert [row["id"] for row in await transaction.rows("SELECT id FROM counter")] == [ours]
        assert await transaction.execute("UPDATE counter SET value = 9 WHERE id = $1", theirs) == 0
        assert await transaction.execute("DELETE FROM counter WHERE id = $1", theirs) == 0


async def test_several_clients_can_be_in_scope_at_once(database: Database) -> None:
    await opened(database, OURS)
    await opened(database, THEIRS)

    async with database.transaction(OURS, THEIRS) as transaction:
        assert await transaction.value("SELECT count(*) FROM counter") == 2


async def test_a_row_cannot_be_written_for_another_client(database: Database) -> None:
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        async with database.transaction(OURS) as transaction:
            await transaction.execute(*RowWrite(counter.TABLE, True, counter.a_row(new_id(), THEIRS)).alone())


async def test_a_line_cannot_be_written_for_another_client(database: Database) -> None:
    with pytest.raises(ForeignClient):
        async with database.transaction(OURS) as transaction:
            await transaction.note([a_line(client_id=THEIRS)])


async def test_postgresql_refuses_a_foreign_line_too(database: Database) -> None:
    async def write_outside_the_scope() -> None:
        async with database.transaction(OURS) as transaction:
            await transaction.note([a_line(client_id=OURS)])
            await transaction.execute("SELECT set_config('app.clients', $1, true)", str(THEIRS))

    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await write_outside_the_scope()


async def test_a_new_row_in_a_statement_of_its_own_keeps_to_the_scope(database: Database) -> None:
    thing = new_id()

    async def write_for_another_client() -> None:
        async with database.transaction(OURS) as transaction:
            row = RowWrite(counter.TABLE, True, counter.a_row(thing, THEIRS))
            await transaction.write(row, [a_line(client_id=OURS, subject=thing)])

    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await write_for_another_client()

    async with database.system_transaction() as transaction:
        assert await transaction.value("SELECT count(*) FROM counter") == 0
        assert await transaction.value("SELECT count(*) FROM journal") == 0
        assert await transaction.value("SELECT sum(head) FROM journal_shard") == 0


async def test_a_line_of_one_client_and_a_row_of_the_next_go_in_together(database: Database) -> None:
    async with database.transaction(OURS) as transaction:
        await transaction.note([a_line(client_id=OURS)])
        await transaction.scope_to(THEIRS)
        await counter.open_counter(transaction, Context(ANNA, THEIRS, SystemClock().now()), new_id())

    async with database.transaction(OURS, THEIRS) as transaction:
        assert await transaction.value("SELECT count(*) FROM journal") == 2


async def test_a_batch_writes_for_one_client_after_the_other(database: Database) -> None:
    async with database.transaction() as transaction:
        for client_id in (OURS, THEIRS, OURS):
            await transaction.scope_to(client_id)
            await counter.open_counter(transaction, Context(ANNA, client_id, SystemClock().now()), new_id())

    async with database.transaction(OURS, THEIRS) as transaction:
        assert await transaction.value("SELECT count(*) FROM journal") == 3


async def test_a_pooled_connection_leaks_no_scope(open_database: MakeDatabase) -> None:
    database = await open_database("counter", size=1)
    await opened(database, OURS)

    async with database.connection(database.app) as connection:
        assert await connection.fetchval("SELECT count(*) FROM counter") == 0
        assert await connection.fetchval("SELECT nullif(current_setting('app.clients', true), '')") is None


async def test_a_cancelled_request_leaves_nothing_in_its_connection(open_database: MakeDatabase) -> None:
    database = await open_database("counter", size=1)

    async def request() -> None:
        async with database.transaction(OURS) as transaction:
            await transaction.execute(*RowWrite(counter.TABLE, True, counter.a_row(new_id(), OURS)).alone())
            await transaction.execute("SELECT pg_sleep(10)")

    task = asyncio.create_task(request())
    await asyncio.sleep(0.2)
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)

    async with database.transaction(OURS) as transaction:
        assert await transaction.value("SELECT count(*) FROM counter") == 0


async def test_parked_messages_of_another_client_are_not_there(database: Database) -> None:
    async with database.system_transaction() as transaction:
        await transaction.execute(
            """INSERT INTO parked (place, client_id, reason, detail, raw)
            VALUES ('a', $1, '', '', ''), ('b', NULL, '', '', '')""",
            THEIRS,
        )

    async with database.transaction(OURS) as transaction:
        assert [row["place"] for row in await transaction.rows("SELECT place FROM parked")] == ["b"]


async def test_every_table_with_a_client_is_forced_and_has_a_policy(database: Database) -> None:
    async with database.system_transaction() as transaction:
        tables = await transaction.rows(_TABLES_WITH_A_CLIENT)

    assert {row["name"] for row in tables} >= {"journal", "parked", "counter"}
    assert [row["name"] for row in tables if not (row["enabled"] and row["forced"] and row["policies"] == 2)] == []


_TABLES_WITH_A_CLIENT = """SELECT c.relname AS name, c.relrowsecurity AS enabled, c.relforcerowsecurity AS forced,
  (SELECT count(*) FROM pg_policy WHERE polrelid = c.oid) AS policies
FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace AND a.attname = 'client_id'"""


async def test_the_application_owns_nothing_and_bypasses_nothing(database: Database) -> None:
    async with database.system_transaction() as transaction:
        owned = await transaction.value(
            "SELECT count(*) FROM pg_class WHERE pg_get_userbyid(relowner) IN ('counter_app', 'counter_system')"
        )
        roles = await transaction.rows("SELECT * FROM pg_roles WHERE rolname IN ('counter_app', 'counter_system')")

    assert owned == 0
    assert [
        role["rolname"] for role in roles if role["rolsuper"] or role["rolbypassrls"] or role["rolcreaterole"]
    ] == []


@pytest.mark.parametrize("pool", ["app", "system"])
@pytest.mark.parametrize("statement", ["UPDATE journal SET version = 0", "DELETE FROM journal", "TRUNCATE journal"])
async def test_nobody_can_change_what_the_journal_says(database: Database, pool: str, statement: str) -> None:
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        async with database.connection(getattr(database, pool)) as connection:
            await connection.execute(statement)


@pytest.mark.parametrize("table", ["relay_mark", "lease", "journal_generation"])
async def test_the_application_cannot_touch_what_the_relay_keeps(database: Database, table: str) -> None:
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        async with database.connection(database.app) as connection:
            await connection.execute(f"DELETE FROM {table}")
