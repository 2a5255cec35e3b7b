"""The commands about clients and accounts. Who may give them is decided in `account_permissions.py`."""

from typing import Any
from uuid import UUID

from chassis.command import Answer, Context
from chassis.database import Transaction
from contracts.gateway.commands import ChangeAccount, ChangeClient, CreateAccount, RegisterClient
from pydantic import BaseModel

from gateway.identity import tokens
from gateway.identity.domain.account import Account, AccountChanged, AccountCreated, PasswordChanged
from gateway.identity.domain.client import Client, ClientChanged, ClientRegistered, check_country
from gateway.identity.repositories import ACCOUNTS, CLIENTS


async def register_client(transaction: Transaction, context: Context, body: RegisterClient) -> Answer:
    """Registers a company; its id is the context's client."""
    check_country(body.country, body.region)
    new = Client(context.client_id, context.client_id, **body.model_dump())
    return await CLIENTS.save(transaction, context, None, [ClientRegistered(context.now, context.actor, new)])


async def change_client(transaction: Transaction, context: Context, body: ChangeClient) -> Answer:
    """Changes the given fields of the context's client."""
    client = await CLIENTS.get(transaction, context.client_id, context.expected_version)
    country = body.country or client.country
    region = body.region if body.country or body.region else client.region
    check_country(country, region)
    changed = ClientChanged(context.now, context.actor, **body.model_dump() | {"country": country, "region": region})
    return await CLIENTS.save(transaction, context, client, [changed])


async def create_account(
    transaction: Transaction, context: Context, body: CreateAccount, account_id: UUID, password_hash: str
) -> Answer:
    """Creates an account, whose rows belong to the context's client."""
    fields = _fields(body, "client", "password")
    new = Account(id=account_id, client_id=context.client_id, password_hash=password_hash, **fields)
    return await ACCOUNTS.save(transaction, context, None, [AccountCreated(context.now, context.actor, new)])


async def change_account(transaction: Transaction, context: Context, account_id: UUID, body: ChangeAccount) -> Answer:
    """Changes the given fields; closing an account deletes its sessions and tokens."""
    account = await ACCOUNTS.get(transaction, account_id, context.expected_version)
    changed = AccountChanged(context.now, context.actor, **_fields(body))
    answer = await ACCOUNTS.save(transaction, context, account, [changed])
    if not (account.active if body.active is None else body.active):
        await tokens.delete_all(transaction, account_id)
    return answer


async def set_password(transaction: Transaction, context: Context, account_id: UUID, password_hash: str) -> Answer:
    """Sets a new password and deletes every session and token of the account."""
    account = await ACCOUNTS.get(transaction, account_id, context.expected_version)
    changed = PasswordChanged(context.now, context.actor, password_hash)
    answer = await ACCOUNTS.save(transaction, context, account, [changed])
    await tokens.delete_all(transaction, account_id)
    return answer


def _fields(body: BaseModel, *without: str) -> dict[str, Any]:
    """Returns the fields of a body, except some, as the domain holds them."""
    fields = body.model_dump(exclude=set(without))
    return {name: tuple(value) if isinstance(value, list) else value for name, value in fields.items()}
