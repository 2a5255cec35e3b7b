"""Whose move it is in a process: exactly one side, taken from the most urgent of the steps that wait."""

from dataclasses import replace
from datetime import UTC, datetime

from processes.domain.process import NextMove, Process, Step

_NO_DUE = datetime.max.replace(tzinfo=UTC)


def next_move(process: Process, now: datetime) -> NextMove | None:
    """Returns the move that the process waits for; `since` stays while it is the same move."""
    if not process.open:
        return None
    move = _most_urgent_move(process, now)
    old = process.next_move
    if old is not None and _identity(old) == _identity(move):
        return replace(move, since=min(old.since, move.since))
    return move


def _most_urgent_move(process: Process, now: datetime) -> NextMove:
    if process.started_at is None and process.ending is None:
        return NextMove("client", "start", process.opened_at, account=process.started_by, texts=process.title)
    waiting = [step for step in process.steps if step.next_move is not None]
    if not waiting:
        return NextMove("system", "undo" if process.compensating else "advance", now)
    step = min(waiting, key=_urgency)
    assert step.next_move is not None
    return replace(step.next_move, step=step.key, due_at=step.next_move.due_at or step.due_at)


def _urgency(step: Step) -> tuple[bool, bool, datetime]:
    """Sorts steps that block first, then people before services, then by due moment."""
    assert step.next_move is not None
    return not step.blocking, step.next_move.side == "system", step.next_move.due_at or step.due_at or _NO_DUE


def _identity(move: NextMove) -> tuple[object, ...]:
    return move.side, move.asks, move.step, move.account, move.person, move.team, move.role
