"""Whose move it is in a process: exactly one side, taken from the most urgent of the steps that wait."""

from dataclasses import replace
from datetime import UTC, datetime

from processes.domain.process import Move, Process, Step

_NO_DUE = datetime.max.replace(tzinfo=UTC)


def next_move(process: Process, now: datetime) -> Move | None:
    """Returns the move that the process waits for; `since` stays while it is the same move."""
    if not process.open:
        return None
    move = _most_urgent_move(process, now)
    old = process.next_move
    if old is not None and _identity(old) == _identity(move):
        return replace(move, since=min(old.since, move.since))
    return move


def _most_urgent_move(process: Process, now: datetime) -> Move:
    if process.started_at is None and process.ending is None:
        return Move("client", "start", process.opened_at, account=process.started_by, question=process.title)
    waiting = [step for step in process.steps if step.move is not None and not _waits_for_nobody(process, step)]
    if not waiting:
        return Move("system", "undo" if process.compensating else "advance", now)
    step = min(waiting, key=_urgency)
    assert step.move is not None
    return replace(step.move, step=step.key, due_at=step.move.due_at or step.due_at)


def _waits_for_nobody(process: Process, step: Step) -> bool:
    """True for an optional step that failed, and for a step that is undone."""
    if process.compensating:
        return step.undo_finished
    return step.state == "failed" and step.optional


def _urgency(step: Step) -> tuple[bool, bool, datetime]:
    """Sorts steps that block first, then people before services, then by due moment."""
    assert step.move is not None
    return not step.blocking, step.move.side == "system", step.move.due_at or step.due_at or _NO_DUE


def _identity(move: Move) -> tuple[object, ...]:
    return move.side, move.asks, move.step, move.account, move.person, move.team, move.role
