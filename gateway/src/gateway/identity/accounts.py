"""Writes clients and accounts, each with its journal line. Who may do it is decided in `account_permissions.py`."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

import orjson
from chassis.command import Answer, Context, check_version
from chassis.database import Row, Transaction
from chassis.database.text_row import TextRow
from chassis.domain.refusal import Refusal
from chassis.journal.recording import make_line, with_key
from contracts.envelope import Event
from contracts.gateway import events, state
from contracts.gateway.commands import ChangeAccount, CreateAccount, RegisterClient

SOURCE = "gateway"
_INSERT_CLIENT = "INSERT INTO client (id, client_id, version, name, state) VALUES ($1, $2, $3, $4, $5)"
_INSERT_ACCOUNT = """INSERT INTO account (id, client_id, version, email, active, password_hash, state)
VALUES ($1, $2, $3, $4, $5, $6, $7)"""
_UPDATE_ACCOUNT = "UPDATE account SET version = $2, active = $3, password_hash = $4, state = $5 WHERE id = $1"


async def register_client(transaction: Transaction, context: Context, body: RegisterClient) -> Answer:
    """Registers a company; its id is the context's client."""
    new = state.Client(
        id=context.client_id,
        client_id=context.client_id,
        version=1,
        name=body.name,
        language=body.language,
        currency=body.currency,
        time_zone=body.time_zone,
    )
    values = (new.id, new.id, 1, new.name, new.model_dump_json())
    await _write(transaction, context, _INSERT_CLIENT, values, events.ClientRegistered(state=new), new)
    return _answer(new)


async def create_account(
    transaction: Transaction, context: Context, body: CreateAccount, account_id: UUID, password_hash: str
) -> Answer:
    """Creates an account, whose rows belong to the context's client."""
    new = state.Account(
        id=account_id,
        client_id=context.client_id,
        version=1,
        email=body.email,
        name=body.name,
        side=body.side,
        roles=body.roles,
        language=body.language,
        person_id=body.person_id,
        clients=body.clients,
        every_client=body.every_client,
    )
    values = (new.id, new.client_id, 1, new.email, True, password_hash, new.model_dump_json())
    await _write(transaction, context, _INSERT_ACCOUNT, values, events.AccountCreated(state=new), new)
    return _answer(new)


async def change_account(transaction: Transaction, context: Context, account_id: UUID, body: ChangeAccount) -> Answer:
    """Changes the given fields; closing an account deletes its sessions and tokens."""
    row = await _lock_account(transaction, account_id, context)
    old = state.Account.model_validate_json(row["state"])
    new = old.model_copy(update={**body.model_dump(exclude_none=True), "version": old.version + 1})
    values = (new.id, new.version, new.active, row["password_hash"], new.model_dump_json())
    await _write(transaction, context, _UPDATE_ACCOUNT, values, events.AccountChanged(state=new), new)
    if not new.active:
        await transaction.execute("DELETE FROM access_token WHERE account_id = $1", account_id)
    return _answer(new)


async def set_password(transaction: Transaction, context: Context, account_id: UUID, password_hash: str) -> Answer:
    """Sets a new password and deletes every session and token of the account."""
    row = await _lock_account(transaction, account_id, context)
    old = state.Account.model_validate_json(row["state"])
    new = old.model_copy(update={"version": old.version + 1})
    values = (new.id, new.version, new.active, password_hash, new.model_dump_json())
    await _write(transaction, context, _UPDATE_ACCOUNT, values, events.PasswordChanged(state=new), new)
    await transaction.execute("DELETE FROM access_token WHERE account_id = $1", account_id)
    return _answer(new)


async def account_with_email(transaction: Transaction, email: str) -> Row | None:
    """Returns the row of the account with this email, if there is one."""
    return await transaction.row("SELECT * FROM account WHERE email = $1", email.strip().lower())


async def password_hash(transaction: Transaction, account_id: UUID) -> str | None:
    """Returns the stored hash of an account's password."""
    stored_hash: str | None = await transaction.value("SELECT password_hash FROM account WHERE id = $1", account_id)
    return stored_hash


async def every_client(transaction: Transaction) -> list[UUID]:
    """Returns the ids of all clients."""
    return [row["id"] for row in await transaction.rows("SELECT id FROM client ORDER BY id")]


async def _lock_account(transaction: Transaction, account_id: UUID, context: Context) -> Row:
    row = await transaction.row("SELECT * FROM account WHERE id = $1 FOR UPDATE", account_id)
    if row is None:
        raise Refusal("gateway.account_not_found", "not_found", id=str(account_id))
    check_version(context.expected_version, row["version"])
    return row


async def _write(
    transaction: Transaction,
    context: Context,
    statement: str,
    values: Sequence[Any],
    event: Event,
    new: state.Client | state.Account,
) -> None:
    line = with_key(make_line(SOURCE, event, new.id, new.version, context), context)
    await transaction.write(TextRow(statement, values), [line])


def _answer(new: state.Client | state.Account) -> Answer:
    return Answer(new.id, new.version, orjson.dumps(new.model_dump(mode="json")), created=new.version == 1)
