"""The state machines of processes, of their steps, and of decisions: in which states a move is possible, for whom.

Moves are named as their commands are; that of a step is `steps/<key>/<command>`. What a move refuses because of what it says
stands in the functions that make it.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from chassis.domain.actor import Actor
from chassis.domain.moves import Move, Need, Relations, Right, StateMachine
from chassis.domain.refusal import Refusal

from processes.domain.decision import OPEN_DECISION, Decision
from processes.domain.editable_fields import steps_to_retry
from processes.domain.findings import FINDINGS_MISSING, waits_for_findings
from processes.domain.process import Process, Step

T = TypeVar("T")
COORDINATORS: tuple[Right, ...] = ("provider:coordinator", "provider:administrator")
DECIDERS: tuple[Right, ...] = ("client:decider", "client:administrator")
_STARTER_OR_DECIDERS: tuple[Right, ...] = ("client@starter", *DECIDERS)
_BLOCKED = "running.blocked"
_OPEN = ("draft", "awaiting_decision", "scheduled", "running.on_track", "running.at_risk", _BLOCKED)
_FAILED = ("failed", "findings_missing")


@dataclass(frozen=True, slots=True)
class StepOf:
    """A step with its process, which says whether the step can still be worked on."""

    process: Process
    step: Step


def _step_state(of: StepOf) -> str:
    """Returns the state in which moves of people find a step."""
    if of.process.compensating:
        return f"undo_{of.step.undo}"
    if not of.process.open:
        return "ended"
    if of.step.revising is not None:
        return "revising"
    if waits_for_findings(of.step):
        return "findings_missing"
    return "task_open" if of.step.open and of.step.kind == "task" else of.step.state


def _step_rights(of: StepOf, move: Move[StepOf]) -> tuple[Right, ...]:
    """A necessary step is skipped by the client only; what is found out and revised belongs to one side."""
    if move.name == "skip":
        return (*DECIDERS, *COORDINATORS) if of.step.optional else DECIDERS
    if move.name == "findings":
        return (of.step.side,)
    if move.name == "revise":
        side = of.step.next_move.side if of.step.next_move else ""
        return tuple(right for right in move.by if right.startswith(side))
    return move.by


STEP_MOVES = StateMachine[StepOf](
    "processes",
    (
        Move("retry", _FAILED, COORDINATORS),
        Move("skip", _FAILED, (*DECIDERS, *COORDINATORS)),
        Move("settle", ("undo_asked", "undo_withdrawing", "undo_unclear"), COORDINATORS),
        Move("findings", ("task_open", "findings_missing"), ("client", "provider")),
        Move("revise", ("revising",), (*_STARTER_OR_DECIDERS, *COORDINATORS)),
    ),
    _step_state,
    relations=lambda of: _relations(of.process),
    rights=_step_rights,
)


class _ProcessMoves(StateMachine[Process]):
    """The moves of a process, and with them those of each of its steps."""

    def moves(self, thing: Process) -> dict[str, tuple[Right, ...]]:
        return super().moves(thing) | _of_steps(thing, STEP_MOVES.moves)

    def missing(self, thing: Process) -> dict[str, list[str]]:
        return super().missing(thing) | _of_steps(thing, STEP_MOVES.missing)

    def allowed(self, thing: Process, actor: Actor) -> list[str]:
        return super().allowed(thing, actor) + list(
            _of_steps(thing, lambda of: dict.fromkeys(STEP_MOVES.allowed(of, actor), True))
        )


def _of_steps(process: Process, what: Callable[[StepOf], Mapping[str, T]]) -> dict[str, T]:
    return {
        f"steps/{step.key}/{name}": found
        for step in process.steps
        for name, found in what(StepOf(process, step)).items()
    }


def _relations(process: Process) -> Relations:
    return {"starter": [process.started_by.id]} if process.started_by else {}


_SOMETHING_TO_REPEAT: Need[Process] = Need(FINDINGS_MISSING, lambda process: not steps_to_retry(process))
"""Work that only lacks its findings is done: they are reported, and the form is not corrected for them."""


PROCESS_MOVES = _ProcessMoves(
    "processes",
    (
        Move("form", ("draft",), ("client", "provider")),
        Move("start", ("draft",), ("client", "system")),
        Move("correct", (_BLOCKED,), (*_STARTER_OR_DECIDERS, *COORDINATORS), (_SOMETHING_TO_REPEAT,)),
        Move("cancel", _OPEN, _STARTER_OR_DECIDERS),
        Move("give_up", (_BLOCKED,), COORDINATORS),
    ),
    lambda process: f"{process.status}.{process.phase}" if process.phase else process.status,
    relations=_relations,
)

DECISION_MOVES = StateMachine[Decision](
    "processes",
    (
        Move("decide", OPEN_DECISION, ("client",), refusal="processes.already_decided"),
        Move("withdraw", OPEN_DECISION, ("system",)),
        Move("supersede", (*OPEN_DECISION, "approved", "rejected", "changes_requested", "expired"), ("system",)),
    ),
    lambda decision: decision.status,
    relations=lambda decision: {"decider": [decider.id for decider in decision.waits_for]},
    rights=lambda decision, move: _deciders(decision) if move.name == "decide" else move.by,
)


def _deciders(decision: Decision) -> tuple[Right, ...]:
    """The named deciders, or else everybody with the role."""
    return ("client@decider",) if decision.deciders else (f"client:{decision.role}",)


def check_step(process: Process, key: str, move: str, by: Actor) -> Step:
    """Returns the step when this move of it may be made now; refuses an unknown key, and what the table refuses."""
    step = next((step for step in process.steps if step.key == key), None)
    if step is None:
        raise Refusal("processes.step_unknown", "not_found", step=key)
    STEP_MOVES.check(StepOf(process, step), move, by)
    return step
