"""The status of a process, which follows from its steps (state machine of the product)."""

from processes.domain.process import Phase, Process, Status, Step


def standing(process: Process) -> tuple[Status, Phase | None]:
    """Status and phase of the process as its steps stand."""
    if process.ending is not None:
        return _unwound(process)
    if process.started_at is None:
        return "draft", None
    if process.ended_at is not None:
        return _ended(process)
    return _under_way(process)


def _ended(process: Process) -> tuple[Status, Phase | None]:
    return ("completed_with_exceptions" if process.exceptions else "completed"), None


def _unwound(process: Process) -> tuple[Status, Phase | None]:
    if process.ended_at is None:
        return "cancelled", "compensating"
    if process.ending is not None and process.ending.how == "failed":
        return "failed", None
    return "cancelled", "compensated"


def _under_way(process: Process) -> tuple[Status, Phase | None]:
    touched = [step for step in process.steps if step.attempts > 0]
    if all(step.kind in ("decision", "wait_until") for step in touched):
        if any(step.open and step.kind == "decision" for step in touched):
            return "awaiting_decision", None
        if any(step.open for step in touched):
            return "scheduled", None
    return "running", _phase(process.steps)


def _phase(steps: tuple[Step, ...]) -> Phase:
    if any(step.blocking for step in steps):
        return "blocked"
    return "at_risk" if any(step.open and step.overdue for step in steps) else "on_track"
