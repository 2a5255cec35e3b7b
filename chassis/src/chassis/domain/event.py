"""Defines the base of every domain event. The events themselves are in each service's `domain/events.py`."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from chassis.domain.actor import Actor


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened, with its time and its actor. Subclasses have names in the past tense and add what changed."""

    at: datetime
    by: Actor

    @property
    def event_id(self) -> UUID | None:
        """The id of the event's journal line when it was chosen before, as that of a request; None for a new one."""
        return None
