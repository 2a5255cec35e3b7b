"""A mail before it has words: to whom, in which language, about what. `texts/mail_rendering.py` writes the words."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from chassis.domain.stored import Stored

from notifications.domain.notification import About


@dataclass(frozen=True, slots=True)
class Addressee(Stored):
    """The account or person that a process named."""

    id: UUID
    name: str


@dataclass(frozen=True, slots=True)
class MessageRequest(Stored):
    """The request of a process that a mail answers."""

    request_id: UUID
    process_id: UUID
    step: str
    to: Addressee | None = None


@dataclass(frozen=True, slots=True)
class OutgoingMail(Stored):
    """One mail to one person. `code` is a notification's code, or the template that a process asked for."""

    to_email: str
    to_name: str
    language: str
    time_zone: str
    code: str
    facts: Mapping[str, str] = field(default_factory=dict)
    about: About | None = None
    request: MessageRequest | None = None


@dataclass(frozen=True, slots=True)
class SentMessage:
    """A mail that a process asked for, after the mail server accepted it."""

    id: UUID
    client_id: UUID
    request_id: UUID
    process_id: UUID
    step: str
    to: Addressee | None
    to_email: str
    to_name: str
    template: str
    sent_at: datetime
    version: int = 1
