"""What happens to scenarios, processes and decisions. Every event carries the thing as it is afterwards."""

from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from pydantic import Field

from contracts.envelope import Event, declared
from contracts.processes.state import Decision, DecisionStatus, Ending, FormValue, Process, Scenario, Vote
from contracts.vocabulary import Contract, Money


class ScenarioPublished(Event, type="processes.scenario.published.v1"):
    """A version of a scenario can be started."""

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


class ProcessDrafted(ProcessEvent, type="processes.process.drafted.v1"):
    """A process is being prepared."""


class FormFilled(ProcessEvent, type="processes.process.form_filled.v1"):
    """Its form says something else now."""


class ProcessStarted(ProcessEvent, type="processes.process.started.v1"):
    """It runs: its steps are known."""


class StepStarted(StepEvent, type="processes.process.step_started.v1"):
    """A step is under way."""


class DecisionAsked(StepEvent, type="processes.process.decision_asked.v1"):
    """The step waits for a decision of the client."""

    decision_id: UUID
    supersedes: UUID | None = None


class DecisionDropped(StepEvent, type="processes.process.decision_dropped.v1"):
    """The question is no longer put."""

    decision_id: UUID


class StepProgressed(StepEvent, type="processes.process.step_progressed.v1"):
    """The step's task moved, or waits for somebody else."""


class FindingsReported(StepEvent, type="processes.process.findings_reported.v1"):
    """What the step had to find out is known."""

    outputs: dict[str, FormValue]


class RevisionAsked(StepEvent, type="processes.process.revision_asked.v1"):
    """The client wants the question changed first."""

    reason: str


class StepDone(StepEvent, type="processes.process.step_done.v1"):
    """A step is done."""

    outputs: dict[str, FormValue]
    cost: Money
    refusal: str | None = Field(None, description="The code of a refusal that the scenario accepts.")
    exception: bool = False


class StepFailed(StepEvent, type="processes.process.step_failed.v1"):
    """A step could not be done; a coordinator has to mend it."""

    code: str
    facts: dict[str, str] = Field(default_factory=dict)


class StepSkipped(StepEvent, type="processes.process.step_skipped.v1"):
    """A step does not apply, or was left out."""

    because: Literal["condition", "by_hand", "process_cancelled"]
    reason: str = ""
    condition_results: list[ConditionResult] = Field(default_factory=list)


class StepRetried(StepEvent, type="processes.process.step_retried.v1"):
    """A failed step begins again."""

    reason: str


class StepOverdue(StepEvent, type="processes.process.step_overdue.v1"):
    """A step is not done though it was due."""

    due_at: datetime


class CompensationStarted(ProcessEvent, type="processes.process.compensation_started.v1"):
    """It is cancelled or given up: what was done is undone now."""

    ending: Ending


class StepKept(StepEvent, type="processes.process.step_kept.v1"):
    """There is nothing to undo in the step."""


class StepCompensated(StepEvent, type="processes.process.step_compensated.v1"):
    """What the step did is undone."""


class WithdrawalRefused(StepEvent, type="processes.process.withdrawal_refused.v1"):
    """A task could not be taken back."""

    code: str


class StepNotUndone(StepEvent, type="processes.process.step_not_undone.v1"):
    """What the step did stays."""

    code: str
    facts: dict[str, str] = Field(default_factory=dict)


class ProcessCompleted(ProcessEvent, type="processes.process.completed.v1"):
    """Everything is done."""


class ProcessCancelled(ProcessEvent, type="processes.process.cancelled.v1"):
    """It is cancelled and undone."""


class ProcessFailed(ProcessEvent, type="processes.process.failed.v1"):
    """It was given up and undone."""


class DecisionRequested(DecisionEvent, type="processes.decision.requested.v1"):
    """The client is asked."""


class DecisionViewed(DecisionEvent, type="processes.decision.viewed.v1"):
    """Somebody who may decide has seen it."""


class DecisionVoted(VoteEvent, type="processes.decision.voted.v1"):
    """Somebody said what they think; others still have to."""


class DecisionApproved(VoteEvent, type="processes.decision.approved.v1"):
    """An option was approved."""


class DecisionRejected(VoteEvent, type="processes.decision.rejected.v1"):
    """The client said no."""


class DecisionChangesRequested(VoteEvent, type="processes.decision.changes_requested.v1"):
    """The client wants the question changed."""


class DecisionExpired(DecisionEvent, type="processes.decision.expired.v1"):
    """The time to decide has passed."""


class DecisionWithdrawn(DecisionEvent, type="processes.decision.withdrawn.v1"):
    """The question is no longer put."""

    reason: str


class DecisionSuperseded(DecisionEvent, type="processes.decision.superseded.v1"):
    """A newer question stands in its place."""

    by_decision: UUID
    was: DecisionStatus


EVENTS = declared(globals(), Event)
