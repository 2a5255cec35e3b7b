"""The status of a process, which follows from its steps."""

from processes.domain.process import Phase, Process, Status


def status_of(process: Process) -> tuple[Status, Phase | None]:
    """Returns status and phase of the process."""
    if process.ending is not None:
        return _compensation_status(process)
    if process.started_at is None:
        return "draft", None
    if process.ended_at is not None:
        return _completed_status(process)
    return _running_status(process)


def _completed_status(process: Process) -> tuple[Status, Phase | None]:
    return ("completed_with_exceptions" if process.exceptions else "completed"), None


def _compensation_status(process: Process) -> tuple[Status, Phase | None]:
    if process.ended_at is None:
        return "cancelled", "compensating"
    if process.ending is not None and process.ending.how == "failed":
        return "failed", None
    return "cancelled", "compensated"


def _running_status(process: Process) -> tuple[Status, Phase | None]:
    if any(step.blocking for step in process.steps):
        return "running", "blocked"
    started = [step for step in process.steps if step.attempts > 0]
    if all(step.kind in ("decision", "wait_until") for step in started):
        if any(step.open and step.kind == "decision" for step in started):
            return "awaiting_decision", None
        if any(step.open for step in started):
            return "scheduled", None
    at_risk = any(step.open and step.overdue for step in process.steps)
    return "running", "at_risk" if at_risk else "on_track"
