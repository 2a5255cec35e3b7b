"""What comes of a move of a person: an event, or a refusal. Pure."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from chassis.domain.actor import Actor
from chassis.domain.refusal import Refusal

from assets.domain import events
from assets.domain.events import Remarked
from assets.domain.moves import PERSON_MOVES
from assets.domain.person import Person
from assets.domain.values import different


def decide(person: Person, move: str, by: Actor, now: datetime, *, holds: int, **content: Any) -> Remarked:
    """The event that the move comes to. `holds`: how many assets the person has."""
    PERSON_MOVES.check(person, move, by)
    if holds and move in ("deactivate", "leave", "withdraw"):
        raise Refusal("assets.person_still_holds", person=person.name, holds=holds)
    return _EVENTS[move](now, by, **content)


_EVENTS: Mapping[str, type[Remarked]] = {
    "activate": events.PersonActivated,
    "deactivate": events.PersonDeactivated,
    "begin_leaving": events.PersonLeaving,
    "leave": events.PersonLeft,
    "withdraw": events.PersonWithdrawn,
}
"""Every move but `stay`, which a process makes, and `change`, which may come to nothing."""


def give_notice(person: Person, process_id: UUID, by: Actor, now: datetime, **content: Any) -> Remarked:
    """A process gives notice, and may change its own; another one would undo what the first one is about.

    Notice given by hand is nobody's but that of who gave it: the way out of one whose process is over.
    """
    PERSON_MOVES.check(person, "begin_leaving", by)
    if person.status == "leaving" and person.leaving_by not in (None, process_id):
        raise Refusal("assets.leaving_already", person=person.name, process=str(person.leaving_by))
    return events.PersonLeaving(now, by, process_id=process_id, **content)


def take_notice_back(person: Person, process_id: UUID, by: Actor, now: datetime) -> Remarked:
    """A process takes back its own notice, or one given by hand; for another one nothing follows."""
    if person.leaving_by not in (None, process_id):
        return events.PersonStays(now, by, already=True)
    PERSON_MOVES.check(person, "stay", by)
    return events.PersonStays(now, by)


def change(person: Person, given: Mapping[str, Any], by: Actor, now: datetime) -> events.PersonChanged | None:
    """Other facts about the person; None when nothing is different, whatever their status (an import may run again)."""
    facts = different(person, given)
    if not facts:
        return None
    PERSON_MOVES.check(person, "change", by)
    return events.PersonChanged(now, by, facts=facts)
