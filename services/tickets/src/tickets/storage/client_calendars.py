"""When clients work: office hours where they are, as the gateway's journal says."""

from uuid import UUID

from chassis.database import Transaction
from chassis.database.statements import Statement
from contracts.gateway.state import Client
from sqlalchemy import bindparam, select
from sqlalchemy.dialects.postgresql import insert

from calendars import Calendar, office_hours
from tickets.storage.tables import client_calendar as table

_COPIED = (table.c.version, table.c.time_zone, table.c.country, table.c.region)
_given = insert(table).values(
    client_id=bindparam("id"), **{column.name: bindparam(f"new_{column.name}", type_=column.type) for column in _COPIED}
)
_KEEP = Statement(
    _given.on_conflict_do_update(
        index_elements=[table.c.client_id],
        set_={column.name: _given.excluded[column.name] for column in _COPIED},
        where=table.c.version < _given.excluded.version,
    )
)
_READ = Statement(select(*_COPIED[1:]).where(table.c.client_id == bindparam("id")))


async def keep(transaction: Transaction, client: Client) -> None:
    """Keeps where the client is; a state that is older than the row changes nothing."""
    await transaction.execute(
        *_KEEP(id=client.id, **{f"new_{column.name}": getattr(client, column.name) for column in _COPIED})
    )


async def calendar_of(transaction: Transaction, client_id: UUID) -> Calendar:
    """Returns the client's calendar; the default one as long as the gateway told nothing of the client."""
    row = await transaction.row(*_READ(id=client_id))
    return office_hours(row["time_zone"], row["country"], row["region"]) if row else office_hours()
