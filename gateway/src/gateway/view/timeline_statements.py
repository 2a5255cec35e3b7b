"""The statements that read events from the timeline, with what lists show of their things."""

from functools import cache

from chassis.database.statements import Statement
from sqlalchemy import BigInteger, Integer, Uuid, bindparam, literal_column, or_, select

from gateway.storage.tables import link, thing, timeline

_BATCH = 500
"""How many events a stream reads at once."""
_EVENTS = (
    select(timeline, *(thing.c[name] for name in ("kind", "title", "label", "status", "next_side", "next_account")))
    .select_from(timeline.outerjoin(thing, thing.c.id == timeline.c.subject))
    .where(timeline.c.position > bindparam("after", type_=BigInteger))
    .order_by(timeline.c.position)
)
STREAMED = Statement(_EVENTS.limit(literal_column(str(_BATCH))))
"""The events after a position, of all clients. Parameter: `after`."""


@cache
def page_of_events(*, internal: bool, of_client: bool, of_thing: bool) -> Statement:
    """Returns the statement of a page of events. Parameters: `after`, `limit`, and `client_id` and `thing` where wanted.

    The events of a thing are those of what is linked to it too.
    """
    page = _EVENTS
    if not internal:
        page = page.where(timeline.c.audience == "all")
    if of_client:
        page = page.where(timeline.c.client_id == bindparam("client_id"))
    if of_thing:
        wanted = bindparam("thing", type_=Uuid)
        linking = select(link.c.subject).where(link.c.other == wanted)
        linked = select(link.c.other).where(link.c.subject == wanted)
        page = page.where(or_(timeline.c.subject == wanted, timeline.c.subject.in_(linking.union(linked))))
    return Statement(page.limit(bindparam("limit", type_=Integer)))
