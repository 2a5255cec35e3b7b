"""When clients work: office hours where they are, as the gateway's journal says."""

from uuid import UUID

from chassis.database import Transaction
from chassis.database.statements import Statement, keep_newer
from contracts.gateway.state import Client
from sqlalchemy import bindparam, select

from calendars import Calendar, office_hours
from tickets.storage.tables import client_calendar as table

_KEEP = keep_newer(table)
_READ = Statement(select(table).where(table.c.client_id == bindparam("id")))


async def keep(transaction: Transaction, client: Client) -> None:
    """Keeps where the client is; a state that is older than the row changes nothing."""
    place = {"time_zone": client.time_zone, "country": client.country, "region": client.region}
    await transaction.execute(*_KEEP(client_id=client.id, version=client.version, **place))


async def calendar_of(transaction: Transaction, client_id: UUID) -> Calendar:
    """Returns the client's calendar; the default one as long as the gateway told nothing of the client."""
    row = await transaction.row(*_READ(id=client_id))
    return office_hours(row["time_zone"], row["country"], row["region"]) if row else office_hours()
