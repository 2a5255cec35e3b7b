"""The statement that claims deliveries: the oldest first, in fair turns of the clients, each by one process only."""

from chassis.database.statements import Statement
from chassis.database.tables import Moment
from sqlalchemy import ARRAY, CTE, Integer, Select, Text, Uuid, bindparam, column, func, select, update
from sqlalchemy.sql.selectable import TableValuedAlias

from notifications.storage.tables import delivery

_LIMIT, _MOST = bindparam("limit", type_=Integer), bindparam("most", type_=Integer)
_NOW, _UNTIL = bindparam("now", type_=Moment), bindparam("until", type_=Moment)
_DUE = (delivery.c.ended_at.is_(None), delivery.c.due_at <= _NOW)
LOOKED_AT = 10
"""How many of the oldest are looked at for each that is wanted."""


def claim_statement() -> Statement:
    """Parameters: `channel`, `now`, `until` (the claim's end), `limit`, `most` (of one client), and how many deliveries of
    which clients are in progress already (`busy_clients`, `busy_counts`)."""
    chosen = _chosen(_oldest())
    free = select(delivery.c.id).join(chosen, chosen.c.id == delivery.c.id).where(*_DUE)
    claimed = free.with_for_update(of=delivery, skip_locked=True)
    written = {"state": "sending", "tries": delivery.c.tries + 1, "due_at": _UNTIL}
    return Statement(update(delivery).values(written).where(delivery.c.id.in_(claimed)).returning(delivery))


def _busy() -> TableValuedAlias:
    clients, counts = bindparam("busy_clients", type_=ARRAY(Uuid)), bindparam("busy_counts", type_=ARRAY(Integer))
    rows = func.unnest(clients, counts).table_valued(column("client_id", Uuid), column("count", Integer))
    return rows.render_derived(name="busy")


def _oldest() -> CTE:
    """The oldest that are due, of clients that have room left."""
    busy = _busy()
    full = select(busy.c.client_id).where(busy.c.count >= _MOST)
    found = select(delivery.c.id, delivery.c.client_id, delivery.c.due_at).where(
        delivery.c.channel == bindparam("channel", type_=Text), *_DUE, delivery.c.client_id.not_in(full)
    )
    return found.order_by(delivery.c.due_at).limit(_LIMIT * LOOKED_AT).cte("oldest")


def _chosen(oldest: CTE) -> CTE:
    """As many as are wanted, and of no client more than it has room for."""
    busy = _busy()
    waiting = func.row_number().over(partition_by=oldest.c.client_id, order_by=oldest.c.due_at)
    place = func.coalesce(busy.c.count, 0) + waiting
    ranked: Select[tuple[object, ...]] = select(oldest.c.id, oldest.c.due_at, place.label("place")).select_from(
        oldest.outerjoin(busy, busy.c.client_id == oldest.c.client_id)
    )
    fair = ranked.cte("fair")
    return select(fair.c.id).where(fair.c.place <= _MOST).order_by(fair.c.due_at).limit(_LIMIT).cte("chosen")
