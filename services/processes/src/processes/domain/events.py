"""What can happen to a process. What can happen to a decision stands in `decision_events.py`."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal
from uuid import UUID

from chassis.domain.event import Event

from processes.domain.condition import PredicateResult
from processes.domain.decision import DecisionOption
from processes.domain.process import Ending, NextMove, NotUndone, Process, Request, Step, StepState
from processes.domain.scenario import Rule
from processes.domain.values import Money, Text, Value


@dataclass(frozen=True, slots=True)
class StepEvent(Event):
    """Something that happened to one step of the process."""

    step: str


@dataclass(frozen=True, slots=True)
class ProcessDrafted(Event):
    process: Process


@dataclass(frozen=True, slots=True)
class FormFilled(Event):
    inputs: Mapping[str, Value]
    about: Text


@dataclass(frozen=True, slots=True)
class ProcessStarted(Event):
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class StepStarted(StepEvent):
    """The step has started; its answer will name `request_id`."""

    state: StepState
    move: NextMove
    request_id: UUID | None = None
    due_at: datetime | None = None
    wake_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class RequestMade(Event):
    """Another service is asked to act. A request that undoes a step names the undone request, and `move` who has to act."""

    request: Request
    move: NextMove | None = None

    @property
    def event_id(self) -> UUID:
        """The answer to a request names the request's id, so its journal line has the same."""
        return self.request.id


@dataclass(frozen=True, slots=True)
class DecisionAsked(StepEvent):
    """The client has to decide. The decision is saved in the same transaction."""

    decision_id: UUID
    move: NextMove
    question: Text
    options: tuple[DecisionOption, ...]
    role: str
    rule: Rule
    expires_at: datetime | None = None
    due_at: datetime | None = None
    supersedes: UUID | None = None


@dataclass(frozen=True, slots=True)
class DecisionDropped(StepEvent):
    """The client no longer has to decide. The decision is withdrawn in the same transaction."""

    decision_id: UUID


@dataclass(frozen=True, slots=True)
class StepProgressed(StepEvent):
    """The task of the step moved: somebody took it, works on it, or asked the client."""

    state: StepState
    move: NextMove


@dataclass(frozen=True, slots=True)
class FindingsReported(StepEvent):
    """Findings of the step were reported."""

    outputs: Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class RevisionAsked(StepEvent):
    """The client wants the question changed before it decides."""

    reason: str
    move: NextMove


@dataclass(frozen=True, slots=True)
class StepDone(StepEvent):
    """The step is done. `refusal` is the code of an accepted refusal; then there is nothing to undo."""

    outputs: Mapping[str, Value]
    cost: Money
    refusal: str | None = None
    exception: bool = False


@dataclass(frozen=True, slots=True)
class StepFailed(StepEvent):
    code: str
    facts: Mapping[str, str]
    move: NextMove


@dataclass(frozen=True, slots=True)
class StepSkipped(StepEvent):
    because: Literal["condition", "by_hand", "process_cancelled"]
    reason: str = ""
    condition_results: tuple[PredicateResult, ...] = ()


@dataclass(frozen=True, slots=True)
class StepRetried(StepEvent):
    reason: str


@dataclass(frozen=True, slots=True)
class StepOverdue(StepEvent):
    due_at: datetime


@dataclass(frozen=True, slots=True)
class CompensationStarted(Event):
    """The process is cancelled or given up: everything it did is undone from now on."""

    ending: Ending


@dataclass(frozen=True, slots=True)
class StepKept(StepEvent):
    """The step has nothing to undo."""


@dataclass(frozen=True, slots=True)
class StepCompensated(StepEvent):
    """What the step did, or started, is undone."""


@dataclass(frozen=True, slots=True)
class WithdrawalRefused(StepEvent):
    """The task could not be withdrawn, so only its own answer says how it ended."""

    code: str
    move: NextMove


@dataclass(frozen=True, slots=True)
class StepNotUndone(StepEvent):
    """What the step did could not be undone."""

    code: str
    facts: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ProcessCompleted(Event):
    exceptions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ProcessCancelled(Event):
    not_undone: tuple[NotUndone, ...] = ()


@dataclass(frozen=True, slots=True)
class ProcessFailed(Event):
    not_undone: tuple[NotUndone, ...] = ()
