"""In which orders a list can be read, and where a thing stands in each. Between equals the id decides."""

from dataclasses import dataclass
from typing import Literal

Sort = Literal["newest", "oldest", "name", "due"]


@dataclass(frozen=True, slots=True)
class Order:
    """`place` is SQL over the view's things, `of` its type, `timestamptz` or `text`."""

    place: str
    of: Literal["timestamptz", "text"]
    descending: bool = False

    def by(self) -> str:
        """The ORDER BY."""
        way = "DESC" if self.descending else "ASC"
        return f"{self.place} {way}, id {way}"

    def after(self, first: int) -> str:
        """The condition for what follows a place and id, which are parameters `first` and the next."""
        return f"({self.place}, id) {'<' if self.descending else '>'} (${first}::{self.of}, ${first + 1}::uuid)"


ORDERS: dict[Sort, Order] = {
    "newest": Order("sort_at", "timestamptz", descending=True),
    "oldest": Order("sort_at", "timestamptz"),
    "name": Order("alphabetical(title)", "text"),
    # What has no moment comes last.
    "due": Order("coalesce(due_at, '2999-01-01 00:00+00'::timestamptz)", "timestamptz"),
}
