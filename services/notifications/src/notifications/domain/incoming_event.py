"""An event of another service, reduced to what decides who is notified. It is read in `reactions/event_reading.py`."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Literal, TypeAlias
from uuid import UUID

from chassis.domain.actor import Side

Text: TypeAlias = str | Mapping[str, str]
"""A text as it came: one for all, or one for each language."""
Importance = Literal["decision_needed", "your_move", "information"]
RANK: Mapping[Importance, int] = {"information": 0, "your_move": 1, "decision_needed": 2}

HISTORY_AGE = timedelta(days=2)
"""What was this old when it was recorded is history that somebody imported."""
RECORDING_DELAY = timedelta(minutes=1)
"""What happens to an imported thing now is recorded at once; its history is not."""


@dataclass(frozen=True, slots=True)
class NextMove:
    """Whose move it is after the event. `people` are the accounts and persons it names."""

    side: Side
    asks: str
    since: datetime
    people: tuple[UUID, ...] = ()
    team: str | None = None

    def fingerprint(self) -> str:
        """Equal for two moves that are the same one; `since` tells a second question from the first."""
        people = ",".join(map(str, self.people))
        return "|".join((self.side, self.asks, people, self.team or "", self.since.isoformat()))


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What the last event told about a thing: the fingerprint of its next move, and its status."""

    next_move: str | None = None
    status: str = ""


@dataclass(frozen=True, slots=True)
class IncomingEvent:
    """One event. `status` is the thing's status with its part (`running.blocked`); `related` has the accounts and persons
    of the thing by their relation to it; `internal` is true for what the client must never see. `about_kind` and `about_id`
    are given where the reader knows another thing than the event's own (a hand-over is about its asset)."""

    event_id: UUID
    type: str
    kind: str
    subject: UUID
    version: int
    client_id: UUID
    occurred_at: datetime
    recorded_at: datetime
    actor_id: UUID | None = None
    actor_side: Side = "system"
    internal: bool = False
    imported: bool = False
    task: bool = False
    title: Text = ""
    about_kind: str | None = None
    about_id: UUID | None = None
    status: str = ""
    waiting_for: str | None = None
    next_move: NextMove | None = None
    related: Mapping[str, UUID] = field(default_factory=dict)
    facts: Mapping[str, Text] = field(default_factory=dict)

    @property
    def historic(self) -> bool:
        """True for what an import brought: nobody is notified of it."""
        age = self.recorded_at - self.occurred_at
        late = self.imported and (self.version == 1 or age > RECORDING_DELAY)
        return late or is_history(self.occurred_at, self.recorded_at)

    def snapshot(self) -> Snapshot:
        """What is known of the thing after the event."""
        return Snapshot(self.next_move.fingerprint() if self.next_move else None, self.status)


def is_history(occurred_at: datetime, recorded_at: datetime) -> bool:
    """True when the fact was old when it was recorded. When it is read here says nothing: this service may have been down."""
    return recorded_at - occurred_at > HISTORY_AGE


def in_language(text: Text, language: str) -> str:
    """The text in the language, or in the one it has."""
    if isinstance(text, str):
        return text
    return text.get(language) or next(iter(text.values()), "")
