"""Keeps when a client works."""

from chassis.database import Transaction
from contracts.gateway.state import Client

from tickets.storage import client_calendars


async def keep_client_calendar(transaction: Transaction, client: Client) -> None:
    """Keeps the client's time zone, country and region; tickets that are resolved already keep their times."""
    await client_calendars.keep(transaction, client)
