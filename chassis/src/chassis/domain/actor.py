"""Defines who acts. It uses only the standard library, so that a domain may import it. It knows no tokens or sessions."""

from dataclasses import dataclass, field
from typing import Literal
from uuid import UUID

Side = Literal["client", "provider", "system"]


@dataclass(frozen=True, slots=True)
class Actor:
    """An account (or the system itself) on one side, with the roles it has there.

    `person_id` is the person that the account belongs to, when the client's register has that person.
    """

    side: Side
    name: str
    id: UUID | None = None
    roles: frozenset[str] = field(default_factory=frozenset)
    person_id: UUID | None = None

    def has(self, *roles: str) -> bool:
        """Returns true when the actor has at least one of the roles."""
        return bool(self.roles.intersection(roles))


SYSTEM = Actor(side="system", name="system")
