"""What processes need to know of clients, as the gateway publishes it: when they work, and in which currency they count."""

from dataclasses import dataclass
from uuid import UUID

from chassis.database import Transaction
from chassis.database.statements import Statement, keep_newer
from chassis.domain.refusal import Refusal
from contracts.gateway.state import Client as PublicClient
from sqlalchemy import bindparam, select

from calendars import Calendar, office_hours
from processes.storage.tables import client as table

CLIENT_UNKNOWN = "processes.client_unknown"
_KEEP = keep_newer(table)
_FIND = Statement(select(table).where(table.c.client_id == bindparam("id")))


@dataclass(frozen=True, slots=True)
class Client:
    """A client: office hours where it is, and its currency."""

    calendar: Calendar
    currency: str


async def keep(transaction: Transaction, client: PublicClient) -> None:
    """Keeps a new or changed client."""
    place = {"time_zone": client.time_zone, "country": client.country, "region": client.region}
    await transaction.execute(*_KEEP(client_id=client.id, version=client.version, currency=client.currency, **place))


async def client_of(transaction: Transaction, client_id: UUID) -> Client:
    """Returns the client. Refuses one that the gateway has not told of yet, because its currency cannot be guessed."""
    row = await transaction.row(*_FIND(id=client_id))
    if row is None:
        raise Refusal(CLIENT_UNKNOWN, client=str(client_id))
    return Client(office_hours(row["time_zone"], row["country"], row["region"]), row["currency"])
