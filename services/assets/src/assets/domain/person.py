"""Somebody of the client: joining, active, leaving, left. A person who has left holds nothing."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from chassis.domain.actor import Actor
from chassis.domain.refusal import Refusal

from assets.domain.happening import Happened
from assets.domain.values import Move, Who


@dataclass(frozen=True, slots=True)
class Person:
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
    manager: Who | None = None
    starts_on: date | None = None
    last_day: date | None = None
    process_id: UUID | None = None
    leaving_by: UUID | None = None
    external_key: str = ""
    next_move: Move | None = None
    version: int = 0


ALLOWED: dict[str, tuple[str, ...]] = {
    "activate": ("joining",),
    "deactivate": ("active",),
    "begin_leaving": ("active", "leaving"),
    "stay": ("leaving",),
    "leave": ("active", "leaving"),
    "withdraw": ("joining",),
    "change": ("joining", "active", "leaving"),
}
"""What may happen -> the statuses it may happen in."""


def check(person: Person, move: str) -> None:
    """Refuses what the person's status does not allow."""
    if person.status not in ALLOWED[move]:
        facts: dict[str, Any] = {
            "from": person.status,
            "move": move,
            "allowed": [name for name, states in ALLOWED.items() if person.status in states],
        }
        raise Refusal("assets.illegal_move", **facts)


def activate(person: Person, by: Actor, now: datetime) -> Happened:
    """The person has started."""
    check(person, "activate")
    return Happened("activated", now, by, {"status": "active"})


def deactivate(person: Person, holds: int, by: Actor, now: datetime) -> Happened:
    """The start is taken back."""
    check(person, "deactivate")
    _holds_nothing(person, holds)
    return Happened("deactivated", now, by, {"status": "joining"})


def begin_leaving(person: Person, last_day: date, by: Actor, now: datetime, process_id: UUID | None = None) -> Happened:
    """The person will leave on a day; or on another one than was thought.

    Refused to a second process, which would otherwise undo what the first one is about.
    """
    check(person, "begin_leaving")
    if process_id is not None and person.status == "leaving" and person.leaving_by not in (None, process_id):
        raise Refusal("assets.leaving_already", person=person.name, process=str(person.leaving_by))
    # By hand it is nobody's notice but that of who gave it: the way out of one whose process is over.
    changes = {"status": "leaving", "last_day": last_day, "leaving_by": process_id}
    return Happened("leaving_began", now, by, changes)


def stay(person: Person, by: Actor, now: datetime, process_id: UUID | None = None) -> Happened:
    """The person does not leave after all; a process takes back no other notice than its own."""
    if process_id is not None and person.leaving_by not in (None, process_id):
        return Happened("stays", now, by)
    check(person, "stay")
    return Happened("stays", now, by, {"status": "active", "last_day": None, "leaving_by": None})


def gave_back(assets: list[UUID], by: Actor, now: datetime) -> Happened:
    """Everything a person used is back; whatever their status, and also when there was nothing."""
    return Happened("gave_back", now, by, {}, {"assets": [str(one) for one in assets]})


def leave(person: Person, last_day: date, holds: int, by: Actor, now: datetime) -> Happened:
    """The person has left; refused while they hold anything."""
    check(person, "leave")
    _holds_nothing(person, holds)
    return Happened("left", now, by, {"status": "left", "last_day": last_day})


def withdraw(person: Person, holds: int, by: Actor, now: datetime) -> Happened:
    """The person does not join after all."""
    check(person, "withdraw")
    _holds_nothing(person, holds)
    return Happened("withdrawn", now, by, {"status": "withdrawn"})


def change(person: Person, given: dict[str, Any], by: Actor, now: datetime) -> Happened | None:
    """Other facts about the person; None when nothing is different, whatever their status (an import may run again)."""
    different = {name: value for name, value in given.items() if getattr(person, name) != value}
    if not different:
        return None
    check(person, "change")
    return Happened("changed", now, by, different)


def evolve(person: Person, event: Happened) -> Person:
    """The person after the event."""
    return replace(person, **event.changes, version=person.version + 1)


def may_hold(person: Person) -> None:
    """Refuses to give anything to somebody who has left or never joined."""
    if person.status in ("left", "withdrawn"):
        raise Refusal("assets.person_has_left", person=person.name, status=person.status)


def _holds_nothing(person: Person, holds: int) -> None:
    if holds:
        raise Refusal("assets.person_still_holds", person=person.name, holds=holds)
