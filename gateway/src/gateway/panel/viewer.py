"""Who looks at a page, as screens need to know it. Sessions and rights are `gateway.identity`'s."""

from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo

from contracts.vocabulary import Language, Side


@dataclass(frozen=True, slots=True)
class Viewer:
    """The account that reads a page, its language and clock, and the clients it may see (id -> name; id -> currency)."""

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
        """True when the viewer has at least one of the roles."""
        return bool(self.roles.intersection(roles))

    @property
    def provider(self) -> bool:
        return self.side == "provider"

    @property
    def decides(self) -> bool:
        """True when the viewer may take decisions for the client."""
        return self.side == "client" and self.has("decider", "administrator")

    @property
    def keeps_records(self) -> bool:
        """True when the viewer may write people, hardware and models into the register."""
        return self.provider or self.has("administrator")

    def currency_of(self, client: str) -> str:
        """The currency of a client; of the only one there is, if none is named."""
        only = next(iter(self.currencies.values()), "PLN") if len(self.currencies) == 1 else "PLN"
        return self.currencies.get(client, only)

    @property
    def several_clients(self) -> bool:
        """True when lists have to say which client a thing belongs to."""
        return len(self.clients) > 1
