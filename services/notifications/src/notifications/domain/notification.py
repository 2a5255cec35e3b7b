"""A notification: one line of an account's inbox."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal
from uuid import UUID

from chassis.domain.actor import Side
from chassis.domain.stored import Stored

from notifications.domain.incoming_event import Importance


@dataclass(frozen=True, slots=True)
class About(Stored):
    """The thing it is about, with the title it had then, in the reader's language."""

    kind: str
    id: UUID
    title: str


@dataclass(frozen=True, slots=True)
class Notification(Stored):
    """What one account was notified of. `version` grows by one with every event."""

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

    @property
    def status(self) -> Literal["unread", "read"]:
        return "unread" if self.read_at is None else "read"
