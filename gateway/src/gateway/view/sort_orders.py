"""The orders in which a list can be read. The id decides between equals."""

from dataclasses import dataclass
from typing import Literal

Sort = Literal["newest", "oldest", "name", "due"]


@dataclass(frozen=True, slots=True)
class SortOrder:
    """An order of the view's things by `sort_key`, an SQL expression whose type is `key_type`."""

    sort_key: str
    key_type: Literal["timestamptz", "text"]
    descending: bool = False

    def order_by(self) -> str:
        """Returns the ORDER BY clause."""
        direction = "DESC" if self.descending else "ASC"
        return f"{self.sort_key} {direction}, id {direction}"

    def after(self, parameter: int) -> str:
        """Returns the condition for what follows a sort key and id, which are `parameter` and the next parameter."""
        operator = "<" if self.descending else ">"
        return f"({self.sort_key}, id) {operator} (${parameter}::{self.key_type}, ${parameter + 1}::uuid)"


SORT_ORDERS: dict[Sort, SortOrder] = {
    "newest": SortOrder("sort_at", "timestamptz", descending=True),
    "oldest": SortOrder("sort_at", "timestamptz"),
    "name": SortOrder("alphabetical(title)", "text"),
    # Things without a due date come last.
    "due": SortOrder("coalesce(due_at, '2999-01-01 00:00+00'::timestamptz)", "timestamptz"),
}
