"""A mail before it has words: to whom, in which language, about what. The words are put in when it is sent."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import UUID

from notifications.domain.notification import About


@dataclass(frozen=True, slots=True)
class Asked:
    """The request of a process that this mail answers."""

    request_id: UUID
    process_id: UUID
    step: str
    to_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Letter:
    """One mail to one person. `code` is a notification's code, or the template that a process asked for."""

    to_email: str
    to_name: str
    language: str
    time_zone: str
    code: str
    facts: Mapping[str, str] = field(default_factory=dict)
    about: About | None = None
    asked: Asked | None = None
