"""The directory follows the owners: who has an account, where people are written to, what clients are called."""

from collections.abc import Mapping

from chassis.database import Transaction
from contracts.assets.state import Person
from contracts.gateway.state import Account, Client
from sqlalchemy import Table

from notifications.storage import tables
from notifications.storage.directory import upsert

Entry = Account | Client | Person
_TABLES: Mapping[type[Entry], Table] = {Account: tables.account, Client: tables.client, Person: tables.person}


async def update_directory(transaction: Transaction, entry: Entry) -> None:
    """Keeps an account, a client or a person as they are now; a person may have a private address only, and no account."""
    instead = {"email": entry.email or entry.private_email} if isinstance(entry, Person) else {}
    await upsert(transaction, _TABLES[type(entry)], entry, **instead)
