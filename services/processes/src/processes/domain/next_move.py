"""Whose move it is in a process: exactly one side, taken from the most urgent of its open steps."""

from dataclasses import replace
from datetime import UTC, datetime

from processes.domain.process import Move, Process, Step

_NO_DUE = datetime.max.replace(tzinfo=UTC)


def next_move(process: Process, now: datetime) -> Move | None:
    """The move that the process waits for; `since` stays when it is still the same one."""
    if not process.open:
        return None
    move = _move(process, now)
    old = process.next_move
    if old is not None and _who_and_what(old) == _who_and_what(move):
        return replace(move, since=min(old.since, move.since))
    return move


def _move(process: Process, now: datetime) -> Move:
    if process.started_at is None and process.ending is None:
        return Move("client", "start", process.opened_at, account=process.started_by, question=process.title)
    waiting = [step for step in process.steps if step.move is not None and not _settled(process, step)]
    if not waiting:
        return Move("system", "undo" if process.unwinding else "advance", now)
    step = min(waiting, key=_urgency)
    assert step.move is not None
    return replace(step.move, step=step.key, due_at=step.move.due_at or step.due_at)


def _settled(process: Process, step: Step) -> bool:
    """An optional step that failed waits for nobody; neither does a step that is undone."""
    if process.unwinding:
        return step.settled
    return step.state == "failed" and step.optional


def _urgency(step: Step) -> tuple[bool, bool, datetime]:
    """What blocks comes first, then people before machines, then the earlier due moment."""
    assert step.move is not None
    return not step.blocking, step.move.side == "system", step.move.due_at or step.due_at or _NO_DUE


def _who_and_what(move: Move) -> tuple[object, ...]:
    return move.side, move.asks, move.step, move.account, move.person, move.team, move.role
