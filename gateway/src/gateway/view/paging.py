"""Cursors of lists: opaque to clients, (order, id, place) inside. They carry no rights: each read checks the scope."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from chassis.domain.refusal import Refusal

from gateway.view.order import ORDERS, Sort


@dataclass(frozen=True, slots=True)
class Cursor:
    """The last item of a page: where it stands in the order of the list."""

    order: Sort
    place: datetime | str
    id: UUID

    def text(self) -> str:
        place = self.place if isinstance(self.place, str) else self.place.isoformat()
        return urlsafe_b64encode(f"{self.order}|{self.id}|{place}".encode()).decode().rstrip("=")

    @classmethod
    def parse(cls, text: str, order: Sort) -> "Cursor":
        """The cursor of a list in this order; refuses `view.cursor_not_valid`."""
        try:
            padded = text + "=" * (-len(text) % 4)
            made_for, identifier, place = urlsafe_b64decode(padded.encode()).decode().split("|", 2)
            if made_for != order:
                raise ValueError(made_for)
            return cls(order, _moment(place) if ORDERS[order].of == "timestamptz" else _words(place), UUID(identifier))
        except ValueError as error:
            raise Refusal("view.cursor_not_valid", "invalid", given=text[:100]) from error


def _moment(place: str) -> datetime:
    moment = datetime.fromisoformat(place)
    if moment.tzinfo is None:
        raise ValueError(place)
    return moment


def _words(place: str) -> str:
    if "\0" in place:
        raise ValueError(place)
    return place
