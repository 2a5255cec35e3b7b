"""What can happen to a process, in the past tense. What happens to a decision stands in `decision_events.py`."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal
from uuid import UUID

from chassis.domain.actor import Actor

from processes.domain.condition import Finding
from processes.domain.process import Ending, Move, NotUndone, Process, Request, Step, StepState
from processes.domain.scenario import Rule
from processes.domain.values import Money, Permit, Text, Value


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened, when and by whom."""

    at: datetime
    by: Actor


@dataclass(frozen=True, slots=True)
class StepEvent(Event):
    """Something that happened to one step of the process."""

    step: str


@dataclass(frozen=True, slots=True)
class Drafted(Event):
    process: Process


@dataclass(frozen=True, slots=True)
class FormFilled(Event):
    inputs: Mapping[str, Value]
    about: Text


@dataclass(frozen=True, slots=True)
class Started(Event):
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class StepStarted(StepEvent):
    """The step is under way; `request_id` is what its answer will name."""

    state: StepState
    move: Move
    request_id: UUID | None = None
    due_at: datetime | None = None
    wake_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class RequestMade(Event):
    """Another service is asked to act; `request.undoes` names the request that it takes back, `move` who has to."""

    request: Request
    move: Move | None = None


@dataclass(frozen=True, slots=True)
class AskedOption:
    """One way to decide, as it is offered."""

    key: str
    title: Text
    cost: Money
    days: int | None = None
    permits: tuple[Permit, ...] = ()


@dataclass(frozen=True, slots=True)
class DecisionAsked(StepEvent):
    """The client has to decide; whoever saves this opens the decision in the same transaction."""

    decision_id: UUID
    move: Move
    question: Text
    options: tuple[AskedOption, ...]
    role: str
    rule: Rule
    expires_at: datetime | None = None
    due_at: datetime | None = None
    supersedes: UUID | None = None


@dataclass(frozen=True, slots=True)
class DecisionWithdrawn(StepEvent):
    """The question is no longer put; whoever saves this withdraws the decision in the same transaction."""

    decision_id: UUID


@dataclass(frozen=True, slots=True)
class StepProgressed(StepEvent):
    """The task of the step moved: somebody took it, works, or asked the client."""

    state: StepState
    move: Move


@dataclass(frozen=True, slots=True)
class FindingsReported(StepEvent):
    """Who works on the step wrote down what the step was to find out."""

    outputs: Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class RevisionAsked(StepEvent):
    """The client wants the question changed before it decides."""

    reason: str
    move: Move


@dataclass(frozen=True, slots=True)
class StepDone(StepEvent):
    """The step is done. `refusal`: the no that the scenario takes for an answer; then there is nothing to undo."""

    outputs: Mapping[str, Value]
    cost: Money
    refusal: str | None = None
    exception: bool = False


@dataclass(frozen=True, slots=True)
class StepFailed(StepEvent):
    code: str
    facts: Mapping[str, str]
    move: Move


@dataclass(frozen=True, slots=True)
class StepSkipped(StepEvent):
    because: Literal["condition", "by_hand", "process_cancelled"]
    reason: str = ""
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class StepRetried(StepEvent):
    reason: str


@dataclass(frozen=True, slots=True)
class StepOverdue(StepEvent):
    due_at: datetime


@dataclass(frozen=True, slots=True)
class UnwindingBegun(Event):
    """The process is cancelled or given up: from here on everything it did is undone."""

    ending: Ending


@dataclass(frozen=True, slots=True)
class StepKept(StepEvent):
    """The step has nothing to undo."""


@dataclass(frozen=True, slots=True)
class StepCompensated(StepEvent):
    """What the step did, or began, is undone."""


@dataclass(frozen=True, slots=True)
class WithdrawalRefused(StepEvent):
    """The task could not be taken back, so only its own answer tells how it ended."""

    code: str
    move: Move


@dataclass(frozen=True, slots=True)
class StepNotUndone(StepEvent):
    """What the step did stays: recorded, so that somebody can see to it."""

    code: str
    facts: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Completed(Event):
    exceptions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Cancelled(Event):
    not_undone: tuple[NotUndone, ...] = ()


@dataclass(frozen=True, slots=True)
class Failed(Event):
    not_undone: tuple[NotUndone, ...] = ()
