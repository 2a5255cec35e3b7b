"""The last known next move and status of each thing, so that a move is announced when it begins and not again."""

from uuid import UUID

from chassis.database import Transaction
from chassis.database.statements import Statement
from sqlalchemy import bindparam, column, table
from sqlalchemy.dialects.postgresql import insert

from notifications.domain.incoming_event import Snapshot
from notifications.storage.tables import thing_snapshot

_BEFORE = table(
    "old", column("thing_id"), column("next_move"), column("status")
)  # PostgreSQL's name for the row before
_GIVEN = insert(thing_snapshot).values(
    {one.name: bindparam(f"new_{one.name}", type_=one.type) for one in thing_snapshot.c}
)
_REPLACE = Statement(
    _GIVEN.on_conflict_do_update(
        index_elements=[thing_snapshot.c.thing_id],
        set_={"next_move": _GIVEN.excluded.next_move, "status": _GIVEN.excluded.status},
    ).returning(*_BEFORE.c)
)


async def replace(transaction: Transaction, client_id: UUID, thing_id: UUID, now: Snapshot) -> Snapshot | None:
    """Keeps the snapshot and returns the one before, None for a thing without one."""
    values = {"new_thing_id": thing_id, "new_client_id": client_id, "new_next_move": now.next_move}
    row = await transaction.row(*_REPLACE(**values, new_status=now.status))
    return Snapshot(row["next_move"], row["status"]) if row and row["thing_id"] else None
