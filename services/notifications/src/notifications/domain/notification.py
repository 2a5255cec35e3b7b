"""What one line of an account's inbox is."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from chassis.domain.actor import Side

from notifications.domain.happening import Importance


@dataclass(frozen=True, slots=True)
class About:
    """The thing it is about, with the title it had then, in the reader's language."""

    kind: str
    id: UUID
    title: str


@dataclass(frozen=True, slots=True)
class Notification:
    """What one account was told. `version` grows by one with every event."""

    id: UUID
    client_id: UUID
    account_id: UUID
    account_side: Side
    event_id: UUID
    code: str
    importance: Importance
    about: About
    created_at: datetime
    facts: Mapping[str, str] = field(default_factory=dict)
    read_at: datetime | None = None
    version: int = 0
