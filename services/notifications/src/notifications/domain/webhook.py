"""Webhook subscriptions: what one is, which events it gets, and the table of its moves."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from urllib.parse import urlsplit, urlunsplit
from uuid import UUID

from chassis.domain.actor import Side
from chassis.domain.moves import Move, Right, StateMachine
from chassis.domain.stored import Stored

DisableReason = Literal["by_hand", "gone", "gave_up"]


@dataclass(frozen=True, slots=True)
class Creator(Stored):
    """The account that subscribed, with the name it had then."""

    id: UUID
    name: str


@dataclass(frozen=True, slots=True)
class Webhook(Stored):
    """Where events of one client are posted to. `version` grows by one with every event."""

    id: UUID
    client_id: UUID
    full_url: str
    secret: str
    types: tuple[str, ...]
    owner_side: Side
    created_at: datetime
    created_by: Creator | None = None
    disabled_because: DisableReason | None = None
    version: int = 0

    @property
    def url(self) -> str:
        """The address as others may see it: without its query, which may hold a key."""
        return urlunsplit(urlsplit(self.full_url)._replace(query=""))

    @property
    def active(self) -> bool:
        return self.disabled_because is None

    @property
    def internal(self) -> bool:
        """True for a subscription of the provider's own, which the client never sees."""
        return self.owner_side == "provider"

    def wants(self, event_type: str, internal: bool) -> bool:
        """True when an event of this type goes there. What is for the provider only never goes to a client's tool."""
        if not self.active or (internal and not self.internal):
            return False
        return any(_matches(pattern, event_type) for pattern in self.types)


def _matches(pattern: str, event_type: str) -> bool:
    return event_type.startswith(pattern[:-1]) if pattern.endswith("*") else pattern == event_type


def _rights(webhook: Webhook, move: Move[Webhook]) -> tuple[Right, ...]:
    return tuple(right for right in move.by if not webhook.internal or right.startswith("provider"))


MOVES: StateMachine[Webhook] = StateMachine(
    "notifications",
    (Move("disable", ("active",), ("client:administrator", "provider:administrator")),),
    lambda webhook: "active" if webhook.active else "disabled",
    rights=_rights,
)
