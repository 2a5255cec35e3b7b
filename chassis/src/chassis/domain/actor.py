"""Who acts. Standard library only, so that a domain may import it; it knows nothing of tokens or sessions."""

from dataclasses import dataclass, field
from typing import Literal
from uuid import UUID

Side = Literal["client", "provider", "system"]


@dataclass(frozen=True, slots=True)
class Actor:
    """An account (or the system itself) on one side, with the roles it has there.

    `person_id`: whose account it is, where that person stands in the client's register.
    """

    side: Side
    name: str
    id: UUID | None = None
    roles: frozenset[str] = field(default_factory=frozenset)
    person_id: UUID | None = None

    def has(self, *roles: str) -> bool:
        """True when the actor has at least one of the roles."""
        return bool(self.roles.intersection(roles))


SYSTEM = Actor(side="system", name="system")
