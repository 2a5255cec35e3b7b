"""Who is notified of what, as tables. They are read in order: a new next move, an event's type, a new status."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias

from chassis.domain.actor import Side

from notifications.domain.incoming_event import Importance

Roles: TypeAlias = tuple[frozenset[str], ...]
"""Groups of roles in order of preference: the first group that any account belongs to is notified."""
Relation = Literal["requester", "assignee", "started_by", "other_side", "team"]


def _roles(*groups: str) -> Roles:
    return tuple(frozenset(group.split()) for group in groups)


DECIDERS = _roles("decider", "administrator")
CLIENT_CONTACTS = _roles("administrator", "decider", "requester")
TEAM = _roles("technician coordinator", "administrator")
COORDINATORS = _roles("coordinator", "technician", "administrator")
NOBODY: Roles = ()
USUAL_RECIPIENTS: Mapping[Side, Roles] = {"client": CLIENT_CONTACTS, "provider": TEAM, "system": NOBODY}
"""Who is notified of a move that names nobody, or somebody without an account."""


@dataclass(frozen=True, slots=True)
class MoveRule:
    """The code of a move, and who is notified when it names nobody (None: the usual recipients of its side)."""

    code: str
    importance: Importance = "your_move"
    roles: Roles | None = None


MOVE_RULES: Mapping[tuple[str, str], MoveRule] = {
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
OTHER_MOVE = MoveRule("thing.move")
"""Moves of other kinds of things."""
KINDS_THAT_WAIT_FOR_OTHERS = frozenset({"process", "asset", "person", "model"})
"""Kinds whose other moves wait for a ticket or a decision, which has a notice of its own."""
MOVES_WITHOUT_NOTICE = frozenset({("ticket", "follow_up"), ("ticket", "keep_appointment")})
"""Moves that stay with who already has the thing."""

CODE_OF_EVENT: Mapping[str, str] = {
    "tickets.ticket.client_answered.v1": "ticket.answered",
    "tickets.ticket.reopened.v1": "ticket.reopened",
    "tickets.ticket.message_added.v1": "ticket.message",
    "tickets.ticket.resolved.v1": "ticket.resolved",
}
"""Events that explain a new move better than the move itself: their code takes the place of the move's."""


@dataclass(frozen=True, slots=True)
class RecipientRule:
    """Who is informed of an event or a status, and with which code.

    `else_usual`: without an account in that relation, the usual recipients of its side are informed.
    """

    code: str
    to: Relation
    else_usual: bool = False
    tasks_too: bool = True


EVENT_RULES: Mapping[str, tuple[RecipientRule, ...]] = {
    "tickets.ticket.message_added.v1": (RecipientRule("ticket.message", "other_side", else_usual=True),),
    "tickets.ticket.internal_note_added.v1": (RecipientRule("ticket.note", "assignee"),),
    "tickets.ticket.priority_changed.v1": (RecipientRule("ticket.priority_changed", "assignee"),),
    "tickets.ticket.rejected.v1": (RecipientRule("ticket.rejected", "requester", else_usual=True),),
    "tickets.ticket.cancelled.v1": (RecipientRule("ticket.cancelled", "assignee"),),
    "tickets.ticket.closed.v1": (
        RecipientRule("ticket.closed", "assignee", tasks_too=False),
        RecipientRule("ticket.closed", "requester", tasks_too=False),
    ),
}
"""Event type -> who is informed."""

STATUS_RULES: Mapping[tuple[str, str], tuple[RecipientRule, ...]] = {
    ("process", "completed"): (RecipientRule("process.completed", "started_by", else_usual=True),),
    ("process", "completed_with_exceptions"): (
        RecipientRule("process.completed_with_exceptions", "started_by", else_usual=True),
    ),
    ("process", "blocked"): (RecipientRule("process.blocked", "started_by", else_usual=True),),
    ("process", "compensated"): (RecipientRule("process.cancelled", "started_by", else_usual=True),),
    ("process", "cancelled"): (RecipientRule("process.cancelled", "started_by", else_usual=True),),
    ("process", "failed"): (RecipientRule("process.failed", "started_by", else_usual=True),),
    ("asset", "lost"): (RecipientRule("asset.missing", "team", else_usual=True),),
    ("asset", "stolen"): (RecipientRule("asset.missing", "team", else_usual=True),),
}
"""(kind, last part of a new status) -> who is informed."""
