"""What can happen to a decision. What can happen to a process stands in `events.py`."""

from dataclasses import dataclass
from uuid import UUID

from chassis.domain.event import Event

from processes.domain.decision import Decision, DecisionStatus, Vote


@dataclass(frozen=True, slots=True)
class DecisionRequested(Event):
    decision: Decision


@dataclass(frozen=True, slots=True)
class DecisionViewed(Event):
    """Somebody who may decide saw the question for the first time."""


@dataclass(frozen=True, slots=True)
class DecisionVoted(Event):
    """Somebody voted; others still have to."""

    vote: Vote


@dataclass(frozen=True, slots=True)
class DecisionApproved(Event):
    vote: Vote


@dataclass(frozen=True, slots=True)
class DecisionRejected(Event):
    vote: Vote


@dataclass(frozen=True, slots=True)
class DecisionChangesRequested(Event):
    vote: Vote


@dataclass(frozen=True, slots=True)
class DecisionExpired(Event):
    """The time to decide passed without an answer."""


@dataclass(frozen=True, slots=True)
class DecisionWithdrawn(Event):
    """The client no longer has to decide."""

    reason: str


@dataclass(frozen=True, slots=True)
class DecisionSuperseded(Event):
    """A newer decision takes its place."""

    by_decision: UUID
    was: DecisionStatus
