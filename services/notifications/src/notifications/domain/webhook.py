"""What a subscription of one client's tool is, and which events it gets."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID

from chassis.domain.actor import Side

Ending = Literal["by_hand", "gone", "gave_up"]


@dataclass(frozen=True, slots=True)
class Webhook:
    """Where events of one client go. `version` grows by one with every event."""

    id: UUID
    client_id: UUID
    url: str
    secret: str
    types: tuple[str, ...]
    owner_side: Side
    created_at: datetime
    created_by: UUID | None = None
    created_by_name: str = ""
    disabled_because: Ending | None = None
    version: int = 0

    @property
    def active(self) -> bool:
        return self.disabled_because is None

    def wants(self, event_type: str, internal: bool) -> bool:
        """True when an event of this type goes there. What is for the provider only never goes to a client's tool."""
        if not self.active or (internal and self.owner_side != "provider"):
            return False
        return any(_matches(pattern, event_type) for pattern in self.types)


def _matches(pattern: str, event_type: str) -> bool:
    return event_type.startswith(pattern[:-1]) if pattern.endswith("*") else pattern == event_type
