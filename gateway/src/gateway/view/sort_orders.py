"""The orders in which a list can be read. The id decides between equals."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Literal

from chassis.database.tables import Moment
from sqlalchemy import ColumnElement, Text, bindparam, func, literal, tuple_

from gateway.storage.tables import thing

Sort = Literal["newest", "oldest", "name", "due"]
_NEVER = datetime(2999, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True, eq=False)
class SortOrder:
    """An order of the view's things by `sort_key`."""

    sort_key: ColumnElement[Any]
    descending: bool = False

    @property
    def by_time(self) -> bool:
        """Tells whether the sort key is a time; otherwise it is a text."""
        return isinstance(self.sort_key.type, type(Moment))

    def order_by(self) -> tuple[ColumnElement[Any], ...]:
        """Returns the columns of the ORDER BY clause."""
        columns = (self.sort_key, thing.c.id)
        return tuple(column.desc() if self.descending else column.asc() for column in columns)

    def after(self) -> ColumnElement[bool]:
        """Returns the condition for what follows the parameters `after_key` and `after_id`."""
        place = tuple_(self.sort_key, thing.c.id)
        last = tuple_(bindparam("after_key", type_=self.sort_key.type), bindparam("after_id", type_=thing.c.id.type))
        return place < last if self.descending else place > last


SORT_ORDERS: dict[Sort, SortOrder] = {
    "newest": SortOrder(thing.c.sort_at, descending=True),
    "oldest": SortOrder(thing.c.sort_at),
    "name": SortOrder(func.alphabetical(thing.c.title, type_=Text)),
    # Things without a due date come last.
    "due": SortOrder(func.coalesce(thing.c.due_at, literal(_NEVER, Moment))),
}
