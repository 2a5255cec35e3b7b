"""Keeps where a client is and its currency, for the dates and costs of its processes."""

from chassis.database import Transaction
from contracts.gateway.state import Client

from processes.storage import clients


async def keep_client(transaction: Transaction, client: Client) -> None:
    """Keeps a new or changed client."""
    await clients.keep(transaction, client)
