"""Undoing: in reverse, each step once everything that built on it is undone, until nothing is left.

A step that is still waiting for an answer of another service is undone when the answer is there: before that nobody
knows what there is to undo. Only people's tasks are taken back at once.
"""

from chassis.actor import SYSTEM

from processes.domain import events
from processes.domain.condition import holds
from processes.domain.findings import awaited
from processes.domain.process import Move, Process, Request, Step
from processes.domain.rendering import missing, render_fields
from processes.domain.request_kinds import KINDS
from processes.domain.scenario import Undo
from processes.domain.unfolding import Unfolding
from processes.domain.values import Content


def unwind(run: Unfolding) -> None:
    """Undoes what can be undone now; ends the process when all is settled."""
    while step := _undoable(run):
        _undo(run, step)
    if run.process.unwinding and all(step.settled for step in run.process.steps):
        _end(run)


def _undoable(run: Unfolding) -> Step | None:
    return next(
        (
            step
            for step in reversed(run.process.steps)
            if step.undo == "unknown" and _free(run, step) and not _must_answer_first(step)
        ),
        None,
    )


def _free(run: Unfolding, step: Step) -> bool:
    """Nothing that built on the step still stands, not even behind a step that was left out."""
    return all(run.process.step(key).settled for key in run.scenario.built_on(step.key))


def _must_answer_first(step: Step) -> bool:
    return step.open and step.kind not in ("task", "decision", "wait_until")


def _undo(run: Unfolding, step: Step) -> None:
    if step.state == "done" or awaited(step):
        _undo_done(run, step)
    elif step.kind == "task":
        _withdraw_task(run, step)
    elif step.kind == "decision" and step.request_id is not None and step.revising is None:
        run.add(events.DecisionWithdrawn(run.now, SYSTEM, step.key, step.request_id))
    else:
        run.add(events.StepKept(run.now, SYSTEM, step.key))


def _withdraw_task(run: Unfolding, step: Step) -> None:
    assert step.request_id is not None
    fields: dict[str, Content] = {"withdraws": str(step.request_id), "reason": "process_cancelled"}
    _ask(run, step, "withdraw_task", fields, Move("system", "undo", run.now, step.key))


def _undo_done(run: Unfolding, step: Step) -> None:
    undo = run.scenario.step(step.key).undo
    facts = run.facts()
    if undo is None or not holds(undo.when, facts):
        run.add(events.StepKept(run.now, SYSTEM, step.key))
        return
    unknown = missing(undo.request, facts)
    if unknown:
        # Better said than asked for wrongly: somebody has to look at what this step left behind.
        details = {"missing": ", ".join(sorted(unknown))}
        run.add(events.StepNotUndone(run.now, SYSTEM, step.key, "processes.value_missing", details))
        return
    fields = render_fields(undo.request, facts, run.process.language)
    _ask(run, step, undo.kind, {**_task_fields(run.process, step, undo), **fields}, _undo_move(run, step, undo))


def _undo_move(run: Unfolding, step: Step, undo: Undo) -> Move:
    if undo.kind == "task":
        return Move(step.side, "work", run.now, step.key, team=step.team, question=step.title)
    return Move("system", "undo", run.now, step.key)


def _task_fields(process: Process, step: Step, undo: Undo) -> dict[str, Content]:
    if undo.kind != "task":
        return {}
    fields: dict[str, Content] = {"for_side": step.side, "team": step.team, "requester": process.started_by}
    return {key: value for key, value in fields.items() if value is not None}


def _ask(run: Unfolding, step: Step, kind: str, fields: dict[str, Content], move: Move) -> None:
    request = Request(run.occasion.ids(), kind, KINDS[kind].addressee, step.key, fields, undoes=step.request_id)
    run.add(events.RequestMade(run.now, SYSTEM, request, move))


def _end(run: Unfolding) -> None:
    ending = run.process.ending
    assert ending is not None
    last = events.Failed if ending.how == "failed" else events.Cancelled
    run.add(last(run.now, SYSTEM, run.process.not_undone))
