"""What happens to scenarios, processes and decisions. Every event carries the thing as it is afterwards."""

from datetime import datetime
from typing import Any, ClassVar, Literal
from uuid import UUID

from pydantic import Field

from contracts.envelope import Event, declared
from contracts.processes.state import Decision, DecisionStatus, Ending, FormValue, Process, Scenario, Vote
from contracts.vocabulary import Contract, Money


class ScenarioPublished(Event):
    """A version of a scenario can be started."""

    TYPE: ClassVar[str] = "processes.scenario.published.v1"
    state: Scenario


class ProcessEvent(Event):
    """Something that happened to a process."""

    state: Process


class StepEvent(ProcessEvent):
    """Something that happened to one step of a process."""

    step: str


class DecisionEvent(Event):
    """Something that happened to a decision."""

    state: Decision


class VoteEvent(DecisionEvent):
    """Somebody said what they think."""

    vote: Vote


class ConditionResult(Contract):
    """One part of a condition: the fact, what was expected of it, its value, and whether it held."""

    fact: str
    test: str
    expected: list[Any]
    actual: Any = None
    holds: bool


class ProcessDrafted(ProcessEvent):
    """A process is being prepared."""

    TYPE: ClassVar[str] = "processes.process.drafted.v1"


class FormFilled(ProcessEvent):
    """Its form says something else now."""

    TYPE: ClassVar[str] = "processes.process.form_filled.v1"


class ProcessStarted(ProcessEvent):
    """It runs: its steps are known."""

    TYPE: ClassVar[str] = "processes.process.started.v1"


class StepStarted(StepEvent):
    """A step is under way."""

    TYPE: ClassVar[str] = "processes.process.step_started.v1"


class DecisionAsked(StepEvent):
    """The step waits for a decision of the client."""

    TYPE: ClassVar[str] = "processes.process.decision_asked.v1"
    decision_id: UUID
    supersedes: UUID | None = None


class DecisionDropped(StepEvent):
    """The question is no longer put."""

    TYPE: ClassVar[str] = "processes.process.decision_dropped.v1"
    decision_id: UUID


class StepProgressed(StepEvent):
    """The step's task moved, or waits for somebody else."""

    TYPE: ClassVar[str] = "processes.process.step_progressed.v1"


class FindingsReported(StepEvent):
    """What the step had to find out is known."""

    TYPE: ClassVar[str] = "processes.process.findings_reported.v1"
    outputs: dict[str, FormValue]


class RevisionAsked(StepEvent):
    """The client wants the question changed first."""

    TYPE: ClassVar[str] = "processes.process.revision_asked.v1"
    reason: str


class StepDone(StepEvent):
    """A step is done."""

    TYPE: ClassVar[str] = "processes.process.step_done.v1"
    outputs: dict[str, FormValue]
    cost: Money
    refusal: str | None = Field(None, description="The code of a refusal that the scenario accepts.")
    exception: bool = False


class StepFailed(StepEvent):
    """A step could not be done; a coordinator has to mend it."""

    TYPE: ClassVar[str] = "processes.process.step_failed.v1"
    code: str
    facts: dict[str, str] = Field(default_factory=dict)


class StepSkipped(StepEvent):
    """A step does not apply, or was left out."""

    TYPE: ClassVar[str] = "processes.process.step_skipped.v1"
    because: Literal["condition", "by_hand", "process_cancelled"]
    reason: str = ""
    condition_results: list[ConditionResult] = Field(default_factory=list)


class StepRetried(StepEvent):
    """A failed step begins again."""

    TYPE: ClassVar[str] = "processes.process.step_retried.v1"
    reason: str


class StepOverdue(StepEvent):
    """A step is not done though it was due."""

    TYPE: ClassVar[str] = "processes.process.step_overdue.v1"
    due_at: datetime


class CompensationStarted(ProcessEvent):
    """It is cancelled or given up: what was done is undone now."""

    TYPE: ClassVar[str] = "processes.process.compensation_started.v1"
    ending: Ending


class StepKept(StepEvent):
    """There is nothing to undo in the step."""

    TYPE: ClassVar[str] = "processes.process.step_kept.v1"


class StepCompensated(StepEvent):
    """What the step did is undone."""

    TYPE: ClassVar[str] = "processes.process.step_compensated.v1"


class WithdrawalRefused(StepEvent):
    """A task could not be taken back."""

    TYPE: ClassVar[str] = "processes.process.withdrawal_refused.v1"
    code: str


class StepNotUndone(StepEvent):
    """What the step did stays."""

    TYPE: ClassVar[str] = "processes.process.step_not_undone.v1"
    code: str
    facts: dict[str, str] = Field(default_factory=dict)


class ProcessCompleted(ProcessEvent):
    """Everything is done."""

    TYPE: ClassVar[str] = "processes.process.completed.v1"


class ProcessCancelled(ProcessEvent):
    """It is cancelled and undone."""

    TYPE: ClassVar[str] = "processes.process.cancelled.v1"


class ProcessFailed(ProcessEvent):
    """It was given up and undone."""

    TYPE: ClassVar[str] = "processes.process.failed.v1"


class DecisionRequested(DecisionEvent):
    """The client is asked."""

    TYPE: ClassVar[str] = "processes.decision.requested.v1"


class DecisionViewed(DecisionEvent):
    """Somebody who may decide has seen it."""

    TYPE: ClassVar[str] = "processes.decision.viewed.v1"


class DecisionVoted(VoteEvent):
    """Somebody said what they think; others still have to."""

    TYPE: ClassVar[str] = "processes.decision.voted.v1"


class DecisionApproved(VoteEvent):
    """An option was approved."""

    TYPE: ClassVar[str] = "processes.decision.approved.v1"


class DecisionRejected(VoteEvent):
    """The client said no."""

    TYPE: ClassVar[str] = "processes.decision.rejected.v1"


class DecisionChangesRequested(VoteEvent):
    """The client wants the question changed."""

    TYPE: ClassVar[str] = "processes.decision.changes_requested.v1"


class DecisionExpired(DecisionEvent):
    """The time to decide has passed."""

    TYPE: ClassVar[str] = "processes.decision.expired.v1"


class DecisionWithdrawn(DecisionEvent):
    """The question is no longer put."""

    TYPE: ClassVar[str] = "processes.decision.withdrawn.v1"
    reason: str


class DecisionSuperseded(DecisionEvent):
    """A newer question stands in its place."""

    TYPE: ClassVar[str] = "processes.decision.superseded.v1"
    by_decision: UUID
    was: DecisionStatus


EVENTS = declared(globals(), Event)
