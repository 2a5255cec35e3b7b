"""The directory follows the owners: who has an account, where people are written to, what clients are called."""

from chassis.database import Transaction
from contracts.assets.state import Person
from contracts.gateway.state import Account, Client

from notifications.storage import tables
from notifications.storage.directory import upsert


async def update_account(transaction: Transaction, account: Account) -> None:
    """Keeps an account as it is now."""
    await upsert(transaction, tables.account, account)


async def update_client(transaction: Transaction, client: Client) -> None:
    """Keeps a client's name and time zone as they are now."""
    await upsert(transaction, tables.client, client)


async def update_person(transaction: Transaction, person: Person) -> None:
    """Keeps where somebody of the client is written to; they need not have an account."""
    await upsert(transaction, tables.person, person, email=person.email or person.private_email)
