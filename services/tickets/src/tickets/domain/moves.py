"""Which moves a ticket's state machine allows (product.md, mapped to TMF621), and which side may make them."""

from typing import Any

from chassis.domain.actor import Actor
from chassis.domain.refusal import Refusal

from tickets.domain.ticket import Ticket

_WAITING = ("waiting_client", "waiting_third_party", "waiting_schedule")
_WORKED_ON = ("assigned", "working")

ALLOWED: dict[str, tuple[str, ...]] = {
    "assign": ("new", *_WORKED_ON, *_WAITING),
    "work": ("new", "assigned"),
    "ask": (*_WORKED_ON, "waiting_third_party", "waiting_schedule"),
    "answer": ("waiting_client",),
    "hold": (*_WORKED_ON, "waiting_client"),
    "resume": _WAITING,
    "resolve": _WORKED_ON,
    "accept": ("resolved",),
    "reopen": ("resolved",),
    "close": ("resolved",),
    "reject": ("new", "assigned"),
    "withdraw": ("new", *_WORKED_ON, *_WAITING),
    "write": ("new", *_WORKED_ON, *_WAITING, "resolved"),
    "prioritise": ("new", *_WORKED_ON, *_WAITING),
}
"""Move -> the statuses it may be made from."""

SIDES: dict[str, frozenset[str]] = {
    "assign": frozenset({"provider", "system"}),
    "work": frozenset({"provider"}),
    "ask": frozenset({"provider"}),
    "answer": frozenset({"client"}),
    "hold": frozenset({"provider"}),
    "resume": frozenset({"provider", "system"}),
    "resolve": frozenset({"provider"}),
    "accept": frozenset({"client"}),
    "reopen": frozenset({"client"}),
    "close": frozenset({"system"}),
    "reject": frozenset({"provider"}),
    "withdraw": frozenset({"client", "system"}),
    "write": frozenset({"client", "provider"}),
    "prioritise": frozenset({"client", "provider"}),
}

TMF621: dict[str, str] = {
    "new": "acknowledged",
    "assigned": "inProgress",
    "working": "inProgress",
    "waiting_client": "pending",
    "waiting_third_party": "held",
    "waiting_schedule": "held",
    "resolved": "resolved",
    "closed": "closed",
    "rejected": "rejected",
    "cancelled": "cancelled",
}
"""Our statuses in TM Forum's trouble ticket API, v5."""


def allowed_moves(ticket: Ticket, actor: Actor) -> list[str]:
    """The moves this actor's side may make now."""
    return [
        move for move, statuses in ALLOWED.items() if ticket.status in statuses and actor.side in _sides(ticket, move)
    ]


def check(ticket: Ticket, move: str, actor: Actor) -> None:
    """Refuses a move of the wrong side, or one the ticket's status does not allow (with the allowed ones)."""
    if actor.side not in _sides(ticket, move):
        raise Refusal("tickets.not_your_move", "forbidden", move=move, side=actor.side)
    if ticket.status not in ALLOWED[move]:
        facts: dict[str, Any] = {"from": ticket.status, "move": move, "allowed": allowed_moves(ticket, actor)}
        raise Refusal("tickets.illegal_move", **facts)


def _sides(ticket: Ticket, move: str) -> frozenset[str]:
    """A task for the client's own people is worked on by them: the client then has the provider's moves too."""
    sides = SIDES[move]
    if ticket.for_side == "client" and move in ("work", "resolve", "assign"):
        return sides | {"client"}
    return sides
