"""Cursors of lists: opaque to clients, (time, id) inside. A cursor carries no rights: the scope is checked on each read."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from chassis.refusal import Refusal


@dataclass(frozen=True, slots=True)
class Cursor:
    """The last item of a page."""

    sort_at: datetime
    id: UUID

    def text(self) -> str:
        return urlsafe_b64encode(f"{self.sort_at.isoformat()}|{self.id}".encode()).decode().rstrip("=")

    @classmethod
    def parse(cls, text: str) -> "Cursor":
        """The cursor in a text; refuses `view.cursor_not_valid`."""
        try:
            padded = text + "=" * (-len(text) % 4)
            time, _, identifier = urlsafe_b64decode(padded.encode()).decode().partition("|")
            return cls(datetime.fromisoformat(time), UUID(identifier))
        except (ValueError, UnicodeDecodeError) as error:
            raise Refusal("view.cursor_not_valid", "invalid", given=text[:100]) from error
