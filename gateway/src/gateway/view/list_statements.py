"""The statements of lists, composed from a filter's conditions and an order. Each shape is compiled once.

`queries.py` runs them; the orders stand in `sort_orders.py`.
"""

from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from chassis.database.statements import Statement
from sqlalchemy import ARRAY, ColumnElement, Text, Uuid, any_, bindparam, func, literal_column, select, text

from gateway.storage.tables import SEARCHED, link, thing
from gateway.view.sort_orders import SORT_ORDERS, Sort

CONDITIONS: dict[str, ColumnElement[bool]] = {
    # The clients are named although row-level security limits them, because the index begins with them.
    "clients": thing.c.client_id == any_(bindparam("clients", type_=ARRAY(Uuid))),
    "kind": thing.c.kind == bindparam("kind"),
    "statuses": thing.c.status == any_(bindparam("statuses", type_=ARRAY(Text))),
    "open": thing.c.open,
    "closed": ~thing.c.open,
    "next_side": thing.c.next_side == bindparam("next_side"),
    "next_account": thing.c.next_account == bindparam("next_account"),
    "linked_to": thing.c.id.in_(select(link.c.subject).where(link.c.other == bindparam("linked_to"))),
    "words": SEARCHED.bool_op("@@")(func.to_tsquery(text("'simple'"), bindparam("words", type_=Text))),
}
"""The conditions of lists by name, which is also the name of the parameter of those that have one."""
Names = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PageShape:
    """Which conditions a page has, its order and size, and whether it continues after `after_key` and `after_id`."""

    conditions: Names
    sort: Sort
    limit: int
    continued: bool


@lru_cache(1000)
def page_statement(shape: PageShape) -> Statement:
    """Returns the statement of a page; the limit stands in its text, because plans depend on it."""
    order = SORT_ORDERS[shape.sort]
    page = select(thing.c.id, order.sort_key.label("sort_key"), thing.c.state, thing.c.moves)
    page = page.where(*_conditions(shape.conditions)).order_by(*order.order_by())
    if shape.continued:
        page = page.where(order.after())
    return Statement(page.limit(literal_column(str(int(shape.limit)))))


@cache
def count_statement(conditions: Names) -> Statement:
    """Returns the statement that counts a whole list."""
    return Statement(select(func.count()).select_from(thing).where(*_conditions(conditions)))


def _conditions(names: Names) -> list[Any]:
    return [CONDITIONS[name] for name in names]
