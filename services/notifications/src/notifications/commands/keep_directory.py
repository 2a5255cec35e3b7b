"""The directory follows the owners: who has an account, where people are written to, what clients are called."""

from uuid import UUID

from chassis.database import Transaction
from contracts.assets.state import Person
from contracts.gateway.state import Account, Client

from notifications.storage import directory


async def keep_account(transaction: Transaction, account: Account) -> None:
    """Keeps an account as it is now."""
    await directory.keep_account(transaction, account)


async def keep_client(transaction: Transaction, client: Client) -> None:
    """Keeps a client as it is now."""
    await directory.keep_client(transaction, client)


async def keep_person(transaction: Transaction, person: Person) -> None:
    """Keeps where a person is written to."""
    await directory.keep_person(transaction, person)


async def knows(transaction: Transaction, client_id: UUID, account_id: UUID) -> bool:
    """True when the account has been heard of."""
    return await directory.knows(transaction, client_id, account_id)
