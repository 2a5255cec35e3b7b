"""Who is told what, as data. Reading order: a move that passes, what an event informs of, a status that is reached."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias

from chassis.domain.actor import Side

from notifications.domain.happening import Importance

Roles: TypeAlias = tuple[frozenset[str], ...]
"""Groups of roles in order of preference: the first group that anybody belongs to is told."""
Relation = Literal["requester", "assignee", "started_by", "other_side", "team"]


def _roles(*groups: str) -> Roles:
    return tuple(frozenset(group.split()) for group in groups)


DECIDERS = _roles("decider", "administrator")
CLIENTS_OWN = _roles("administrator", "decider", "requester")
TEAM = _roles("technician coordinator", "administrator")
COORDINATORS = _roles("coordinator", "technician", "administrator")
NOBODY: Roles = ()
STAND_INS: Mapping[Side, Roles] = {"client": CLIENTS_OWN, "provider": TEAM, "system": NOBODY}
"""Who is told of a move that names nobody, or somebody who has no account."""


@dataclass(frozen=True, slots=True)
class MoveRule:
    """What a move of this kind is called, and who makes it when nobody is named (None: the side's usual people)."""

    code: str
    importance: Importance = "your_move"
    roles: Roles | None = None


MOVES: Mapping[tuple[str, str], MoveRule] = {
    ("ticket", "take"): MoveRule("ticket.take"),
    ("ticket", "work"): MoveRule("ticket.work"),
    ("ticket", "answer"): MoveRule("ticket.answer"),
    ("ticket", "accept"): MoveRule("ticket.accept"),
    ("ticket", "agree_priority"): MoveRule("ticket.agree_priority", "decision_needed"),
    ("decision", "decide"): MoveRule("decision.decide", "decision_needed", DECIDERS),
    ("process", "settle"): MoveRule("process.mend", roles=COORDINATORS),
    ("process", "mend"): MoveRule("process.mend", roles=COORDINATORS),
    ("process", "revise"): MoveRule("process.revise", roles=COORDINATORS),
    ("handover", "accept"): MoveRule("asset.accept", roles=NOBODY),
}
"""(kind, what is asked) -> rule."""
ANY_MOVE = MoveRule("thing.move")
"""Moves of other kinds of things."""
SPOKEN_FOR = frozenset({"process", "asset", "person", "model"})
"""Kinds whose other moves are told of by the ticket or the decision that they wait for."""
SILENT = frozenset({("ticket", "follow_up"), ("ticket", "keep_appointment")})
"""Moves that stay with who already has the thing."""

BECAUSE: Mapping[str, str] = {
    "tickets.ticket.client_answered.v1": "ticket.answered",
    "tickets.ticket.reopened.v1": "ticket.reopened",
    "tickets.ticket.message_added.v1": "ticket.message",
    "tickets.ticket.resolved.v1": "ticket.resolved",
}
"""Events that say better than the move why it passed."""


@dataclass(frozen=True, slots=True)
class InformRule:
    """Whom an event (or a status) informs, and as what."""

    code: str
    to: Relation
    stand_ins: bool = False
    tasks_too: bool = True


INFORMS: Mapping[str, tuple[InformRule, ...]] = {
    "tickets.ticket.message_added.v1": (InformRule("ticket.message", "other_side", stand_ins=True),),
    "tickets.ticket.internal_note_added.v1": (InformRule("ticket.note", "assignee"),),
    "tickets.ticket.priority_changed.v1": (InformRule("ticket.priority_changed", "assignee"),),
    "tickets.ticket.rejected.v1": (InformRule("ticket.rejected", "requester", stand_ins=True),),
    "tickets.ticket.cancelled.v1": (InformRule("ticket.cancelled", "assignee"),),
    "tickets.ticket.closed.v1": (
        InformRule("ticket.closed", "assignee", tasks_too=False),
        InformRule("ticket.closed", "requester", tasks_too=False),
    ),
}
"""Event type -> whom it informs."""

REACHED: Mapping[tuple[str, str], tuple[InformRule, ...]] = {
    ("process", "completed"): (InformRule("process.completed", "started_by", stand_ins=True),),
    ("process", "completed_with_exceptions"): (
        InformRule("process.completed_with_exceptions", "started_by", stand_ins=True),
    ),
    ("process", "blocked"): (InformRule("process.blocked", "started_by", stand_ins=True),),
    ("process", "compensated"): (InformRule("process.cancelled", "started_by", stand_ins=True),),
    ("process", "cancelled"): (InformRule("process.cancelled", "started_by", stand_ins=True),),
    ("process", "failed"): (InformRule("process.failed", "started_by", stand_ins=True),),
    ("asset", "lost"): (InformRule("asset.missing", "team", stand_ins=True),),
    ("asset", "stolen"): (InformRule("asset.missing", "team", stand_ins=True),),
}
"""(kind, last part of the status that is new) -> whom it informs."""
