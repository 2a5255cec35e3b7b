"""The state machine of tickets: which moves there are, from which statuses, by which side."""

from operator import attrgetter

from chassis.domain.moves import Move, Need, Right, StateMachine

from tickets.domain.ticket import Ticket

_WAITING = ("waiting_client", "waiting_third_party", "waiting_schedule")
_WORKED_ON = ("assigned", "working")
_UNRESOLVED = ("new", *_WORKED_ON, *_WAITING)

_NO_TASK: Need[Ticket] = Need(
    "tickets.task_belongs_to_a_process",
    lambda ticket: ticket.step is not None,
    lambda ticket: {"process": str(ticket.step.process_id) if ticket.step else None},
)


def _rights(ticket: Ticket, move: Move[Ticket]) -> tuple[Right, ...]:
    """A task for the client's own people is worked on by them: the client then has the provider's moves too."""
    if ticket.for_side == "client" and move.name in ("assign", "work", "resolve"):
        return (*move.by, "client")
    return move.by


MOVES: StateMachine[Ticket] = StateMachine(
    "tickets",
    (
        Move("assign", _UNRESOLVED, ("provider", "system")),
        Move("work", ("new", "assigned"), ("provider",)),
        Move("ask", (*_WORKED_ON, "waiting_third_party", "waiting_schedule"), ("provider",)),
        Move("answer", ("waiting_client",), ("client",)),
        Move("hold", (*_WORKED_ON, "waiting_client"), ("provider",)),
        Move("resume", _WAITING, ("provider", "system")),
        Move("resolve", _WORKED_ON, ("provider",)),
        Move("accept", ("resolved",), ("client",)),
        Move("reopen", ("resolved",), ("client",)),
        Move("close", ("resolved",), ("system",)),
        Move("reject", ("new", "assigned"), ("provider",)),
        Move("withdraw", _UNRESOLVED, ("client",), (_NO_TASK,)),
        Move("cancel", _UNRESOLVED, ("system",)),
        Move("messages", (*_UNRESOLVED, "resolved"), ("client", "provider")),
        Move("priority", _UNRESOLVED, ("client", "provider")),
    ),
    attrgetter("status"),
    rights=_rights,
)
