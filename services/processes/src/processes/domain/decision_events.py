"""What can happen to a decision, in the past tense."""

from dataclasses import dataclass
from uuid import UUID

from processes.domain.decision import Decision, DecisionStatus, Vote
from processes.domain.events import Event


@dataclass(frozen=True, slots=True)
class DecisionRequested(Event):
    decision: Decision


@dataclass(frozen=True, slots=True)
class DecisionViewed(Event):
    """Somebody who may decide saw the question for the first time."""


@dataclass(frozen=True, slots=True)
class DecisionVoted(Event):
    """Somebody said what they think; others still have to."""

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
class DecisionTakenBack(Event):
    """The question is no longer put."""

    reason: str


@dataclass(frozen=True, slots=True)
class DecisionSuperseded(Event):
    """A newer question stands in its place."""

    by_decision: UUID
    was: DecisionStatus
