"""Something that happened elsewhere, reduced to what decides who is told. Where it is read from stands in `reactions`."""

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

OLD = timedelta(days=2)
"""What was this old when it was recorded is history that somebody brought in."""
LIVE = timedelta(minutes=1)
"""What happens to an imported thing now is recorded at once; its history is not."""


@dataclass(frozen=True, slots=True)
class Move:
    """Whose move it is after the event."""

    side: Side
    asks: str
    since: datetime
    named: tuple[UUID, ...] = ()
    team: str | None = None

    def fingerprint(self) -> str:
        """Equal for two moves that are the same one; `since` tells a second question from the first."""
        who = ",".join(map(str, self.named))
        return "|".join((self.side, self.asks, who, self.team or "", self.since.isoformat()))


@dataclass(frozen=True, slots=True)
class Happening:
    """One event. `status` is the thing's status with its part (`running.blocked`); `named` has the accounts and persons
    of the thing by what they are to it; `internal` is true for what the client must never see. `about_kind` and `about_id`
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
    move: Move | None = None
    named: Mapping[str, UUID] = field(default_factory=dict)
    facts: Mapping[str, Text] = field(default_factory=dict)

    @property
    def historic(self) -> bool:
        """True for what an import brought: nobody is told about it."""
        age = self.recorded_at - self.occurred_at
        return is_old(self.occurred_at, self.recorded_at) or (self.imported and (self.version == 1 or age > LIVE))


@dataclass(frozen=True, slots=True)
class Seen:
    """What was known of a thing before: its move and its status."""

    move: str | None = None
    status: str = ""


def is_old(occurred_at: datetime, recorded_at: datetime) -> bool:
    """True when the fact was old when it was recorded. (How late we read it says nothing: we may have been down.)"""
    return recorded_at - occurred_at > OLD


def in_language(text: Text, language: str) -> str:
    """The text in the language, or in the one it has."""
    if isinstance(text, str):
        return text
    return text.get(language) or next(iter(text.values()), "")
