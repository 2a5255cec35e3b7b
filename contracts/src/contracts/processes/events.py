"""What happens to scenarios, processes and decisions. Every event carries the thing as it is afterwards."""

from typing import Any, ClassVar

from pydantic import Field

from contracts.envelope import Event, declared
from contracts.processes.state import Decision, Process, Scenario


class ScenarioPublished(Event):
    """A version of a scenario can be started."""

    TYPE: ClassVar[str] = "processes.scenario.published.v1"
    state: Scenario


class ProcessEvent(Event):
    """Something that happened to a process; `step` where it happened to one step, `details` what exactly."""

    state: Process
    step: str | None = None
    details: dict[str, Any] = Field(default_factory=dict)


class DecisionEvent(Event):
    """Something that happened to a decision."""

    state: Decision
    details: dict[str, Any] = Field(default_factory=dict)


class ProcessDrafted(ProcessEvent):
    """A process is being prepared."""

    TYPE: ClassVar[str] = "processes.process.drafted.v1"


class FormFilled(ProcessEvent):
    """Its form says something else now."""

    TYPE: ClassVar[str] = "processes.process.form_filled.v1"


class ProcessStarted(ProcessEvent):
    """It runs: its steps are known."""

    TYPE: ClassVar[str] = "processes.process.started.v1"


class StepStarted(ProcessEvent):
    """A step is under way."""

    TYPE: ClassVar[str] = "processes.process.step_started.v1"


class DecisionAsked(ProcessEvent):
    """The step waits for a decision of the client."""

    TYPE: ClassVar[str] = "processes.process.decision_asked.v1"


class DecisionDropped(ProcessEvent):
    """The question is no longer put."""

    TYPE: ClassVar[str] = "processes.process.decision_withdrawn.v1"


class StepProgressed(ProcessEvent):
    """The step's task moved, or waits for somebody else."""

    TYPE: ClassVar[str] = "processes.process.step_progressed.v1"


class FindingsReported(ProcessEvent):
    """What the step had to find out is known."""

    TYPE: ClassVar[str] = "processes.process.findings_reported.v1"


class RevisionAsked(ProcessEvent):
    """The client wants the question changed first."""

    TYPE: ClassVar[str] = "processes.process.revision_asked.v1"


class StepDone(ProcessEvent):
    """A step is done."""

    TYPE: ClassVar[str] = "processes.process.step_done.v1"


class StepFailed(ProcessEvent):
    """A step could not be done; a coordinator has to mend it."""

    TYPE: ClassVar[str] = "processes.process.step_failed.v1"


class StepSkipped(ProcessEvent):
    """A step does not apply, or was left out."""

    TYPE: ClassVar[str] = "processes.process.step_skipped.v1"


class StepRetried(ProcessEvent):
    """A failed step begins again."""

    TYPE: ClassVar[str] = "processes.process.step_retried.v1"


class StepOverdue(ProcessEvent):
    """A step is not done though it was due."""

    TYPE: ClassVar[str] = "processes.process.step_overdue.v1"


class CompensationStarted(ProcessEvent):
    """It is cancelled or given up: what was done is undone now."""

    TYPE: ClassVar[str] = "processes.process.compensation_started.v1"


class StepKept(ProcessEvent):
    """There is nothing to undo in the step."""

    TYPE: ClassVar[str] = "processes.process.step_kept.v1"


class StepCompensated(ProcessEvent):
    """What the step did is undone."""

    TYPE: ClassVar[str] = "processes.process.step_compensated.v1"


class WithdrawalRefused(ProcessEvent):
    """A task could not be taken back."""

    TYPE: ClassVar[str] = "processes.process.withdrawal_refused.v1"


class StepNotUndone(ProcessEvent):
    """What the step did stays."""

    TYPE: ClassVar[str] = "processes.process.step_not_undone.v1"


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


class DecisionVoted(DecisionEvent):
    """Somebody said what they think; others still have to."""

    TYPE: ClassVar[str] = "processes.decision.voted.v1"


class DecisionApproved(DecisionEvent):
    """An option was approved."""

    TYPE: ClassVar[str] = "processes.decision.approved.v1"


class DecisionRejected(DecisionEvent):
    """The client said no."""

    TYPE: ClassVar[str] = "processes.decision.rejected.v1"


class DecisionChangesRequested(DecisionEvent):
    """The client wants the question changed."""

    TYPE: ClassVar[str] = "processes.decision.changes_requested.v1"


class DecisionExpired(DecisionEvent):
    """The time to decide has passed."""

    TYPE: ClassVar[str] = "processes.decision.expired.v1"


class DecisionWithdrawn(DecisionEvent):
    """The question is no longer put."""

    TYPE: ClassVar[str] = "processes.decision.withdrawn.v1"


class DecisionSuperseded(DecisionEvent):
    """A newer question stands in its place."""

    TYPE: ClassVar[str] = "processes.decision.superseded.v1"


EVENTS = declared(globals(), Event)
