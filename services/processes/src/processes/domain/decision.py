"""What a decision is: a question to the client, its options, who may answer, and the votes so far."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal
from uuid import UUID

from chassis.domain.stored import Stored

from processes.domain.process import NextMove
from processes.domain.scenario import ANY_ONE, Rule
from processes.domain.values import Money, Permit, Reference, Text

DecisionStatus = Literal[
    "requested", "viewed", "approved", "rejected", "changes_requested", "expired", "withdrawn", "superseded"
]
VoteVerdict = Literal["approved", "rejected", "changes_requested"]
OPEN_DECISION: frozenset[str] = frozenset({"requested", "viewed"})


@dataclass(frozen=True, slots=True)
class DecisionOption(Stored):
    """One option of a decision, with its effect on cost and date."""

    key: str
    title: Text
    cost: Money
    days: int | None = None
    permits: tuple[Permit, ...] = ()


@dataclass(frozen=True, slots=True)
class Vote(Stored):
    """The vote of one account. `seat` is whose vote it is when a deputy gave it."""

    by: Reference
    verdict: VoteVerdict
    at: datetime
    option: str | None = None
    reason: str = ""
    seat: Reference | None = None

    @property
    def seat_id(self) -> UUID:
        return self.seat.id if self.seat else self.by.id


@dataclass(frozen=True, slots=True)
class Deputy:
    """Who may decide for somebody, from one day to another (both included)."""

    absent: Reference
    first_day: date
    last_day: date

    def on(self, day: date) -> bool:
        return self.first_day <= day <= self.last_day


@dataclass(frozen=True, slots=True)
class Authority:
    """What the acting account may decide: up to which amount (None: any), and for whom it is a deputy."""

    limit: Money | None = None
    stands_in_for: tuple[Deputy, ...] = ()


@dataclass(frozen=True, slots=True)
class Decision(Stored):
    """A question put to the client. Never edited, only superseded. `version` grows by one with every event."""

    id: UUID
    client_id: UUID
    process_id: UUID
    step: str
    about: Text
    question: Text
    options: tuple[DecisionOption, ...]
    requested_at: datetime
    rule: Rule = ANY_ONE
    role: str = "decider"
    deciders: tuple[Reference, ...] = ()
    expires_at: datetime | None = None
    due_at: datetime | None = None
    supersedes: UUID | None = None
    superseded_by: UUID | None = None
    status: DecisionStatus = "requested"
    votes: tuple[Vote, ...] = ()
    option: str | None = None
    reason: str = ""
    decided_at: datetime | None = None
    next_move: NextMove | None = None
    version: int = 0

    @property
    def open(self) -> bool:
        return self.status in OPEN_DECISION

    @property
    def waits_for(self) -> list[Reference]:
        """The named deciders who have not voted yet, in their order."""
        voted = {vote.seat_id for vote in self.votes}
        return [decider for decider in self.deciders if decider.id not in voted]

    def option_called(self, key: str) -> DecisionOption | None:
        return next((option for option in self.options if option.key == key), None)

    def votes_for(self, verdict: VoteVerdict) -> int:
        return sum(vote.verdict == verdict for vote in self.votes)

    @property
    def next_timer(self) -> datetime | None:
        """The moment at which the decision expires."""
        return self.expires_at if self.open else None
