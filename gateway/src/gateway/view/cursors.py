"""Cursors of lists: opaque to clients, (order, id, sort key) inside. They carry no rights: each read checks the scope."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from chassis.domain.refusal import Refusal

from gateway.view.sort_orders import SORT_ORDERS, Sort


@dataclass(frozen=True, slots=True)
class Cursor:
    """The position of a page's last item in the order of its list."""

    sort: Sort
    sort_key: datetime | str
    id: UUID

    def text(self) -> str:
        sort_key = self.sort_key if isinstance(self.sort_key, str) else self.sort_key.isoformat()
        return urlsafe_b64encode(f"{self.sort}|{self.id}|{sort_key}".encode()).decode().rstrip("=")

    @classmethod
    def parse(cls, text: str, sort: Sort) -> "Cursor":
        """Returns the cursor of a list in this order; refuses `view.cursor_not_valid`."""
        try:
            padded = text + "=" * (-len(text) % 4)
            made_for, identifier, key = urlsafe_b64decode(padded.encode()).decode().split("|", 2)
            sort_key = datetime.fromisoformat(key) if SORT_ORDERS[sort].by_time else key
            if made_for != sort or "\0" in key or (isinstance(sort_key, datetime) and sort_key.tzinfo is None):
                raise ValueError(text)
            return cls(sort, sort_key, UUID(identifier))
        except ValueError as error:
            raise Refusal("view.cursor_not_valid", "invalid", given=text[:100]) from error
