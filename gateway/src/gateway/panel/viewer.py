"""The viewer of a page, as screens need it. Sessions and permissions belong to `gateway.identity`."""

from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo

from contracts.vocabulary import Language, Side


@dataclass(frozen=True, slots=True)
class Viewer:
    """The account that reads a page, its language and time, and its clients by id (names and currencies)."""

    id: str
    name: str
    side: Side
    roles: frozenset[str]
    language: Language
    now: datetime
    zone: ZoneInfo
    clients: dict[str, str] = field(default_factory=dict)
    person_id: str | None = None
    currencies: dict[str, str] = field(default_factory=dict)

    def has(self, *roles: str) -> bool:
        """Tells whether the viewer has one of the roles."""
        return bool(self.roles.intersection(roles))

    @property
    def provider(self) -> bool:
        return self.side == "provider"

    @property
    def keeps_records(self) -> bool:
        """Tells whether the viewer may register people, assets and models."""
        return self.provider or self.has("administrator")

    def currency_of(self, client: str) -> str:
        """Returns the currency of a client, or that of the viewer's only client if none is named."""
        only = next(iter(self.currencies.values()), "PLN") if len(self.currencies) == 1 else "PLN"
        return self.currencies.get(client, only)

    @property
    def several_clients(self) -> bool:
        """Tells whether lists must say which client a thing belongs to."""
        return len(self.clients) > 1
