"""The base of every domain event. What happened stands in the classes of each service's `domain/events.py`."""

from dataclasses import dataclass
from datetime import datetime

from chassis.domain.actor import Actor


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened, when and by whom. Subclasses are named in the past tense and add what changed."""

    at: datetime
    by: Actor
