"""Somebody of the client: joining, active, leaving, left. A person who has left holds nothing."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from chassis.domain.refusal import Refusal
from chassis.domain.stored import Stored

from assets.domain.values import Named, NextMove


@dataclass(frozen=True, slots=True)
class Person(Stored):
    """A person of the client; they may have no account."""

    id: UUID
    client_id: UUID
    name: str
    created_at: datetime
    email: str = ""
    private_email: str = ""
    status: str = "active"
    department: str = ""
    job: str = ""
    site: str = ""
    language: str = "pl"
    manager: Named | None = None
    starts_on: date | None = None
    last_day: date | None = None
    process_id: UUID | None = None
    leaving_by: UUID | None = None
    external_key: str = ""
    next_move: NextMove | None = None
    version: int = 0


GONE = ("left", "withdrawn")
"""Statuses of those who have left or never joined."""


def check_may_hold(person: Person) -> None:
    """Refuses to give anything to somebody who has left or never joined."""
    if person.status in GONE:
        raise Refusal("assets.person_has_left", person=person.name, status=person.status)
