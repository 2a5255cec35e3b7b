"""Clients and accounts in the database, how they are published, and the statements that find them."""

from chassis.database.repository import Repository
from chassis.database.state_codec import StateCodec
from chassis.database.statements import Statement
from chassis.journal.publication import Publication, of_the_same_name
from contracts.gateway import events, state
from sqlalchemy import bindparam, func, select

from gateway.identity.domain.account import Account, AccountChanged, AccountCreated, PasswordChanged, evolve_account
from gateway.identity.domain.client import Client, ClientChanged, ClientRegistered, evolve_client
from gateway.storage import tables

SOURCE = "gateway"
CLIENTS = Repository(
    tables.client,
    StateCodec(Client),
    Publication(SOURCE, state.Client, of_the_same_name((ClientRegistered, ClientChanged), events)),
    evolve_client,
    "view.not_found",
)
ACCOUNTS = Repository(
    tables.account,
    StateCodec(Account),
    Publication(
        SOURCE,
        state.Account,
        of_the_same_name((AccountCreated, AccountChanged, PasswordChanged), events),
    ),
    evolve_account,
    "gateway.account_not_found",
)
ACCOUNT = ACCOUNTS.select(tables.account.c.id == bindparam("id"), locked=False)
ACCOUNT_WITH_EMAIL = ACCOUNTS.select(tables.account.c.email == bindparam("email"), locked=False)
ACCOUNT_COUNT = Statement(select(func.count()).select_from(tables.account))
CLIENT_IDS = Statement(select(tables.client.c.id).order_by(tables.client.c.id))


def public(account: Account) -> state.Account:
    """Returns the account as everybody may see it."""
    return state.Account.model_validate(account, from_attributes=True)
