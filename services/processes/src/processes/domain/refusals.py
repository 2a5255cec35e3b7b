"""The refusals that several moves share: of who may not, of a move without a reason, of a move from another state."""

from chassis.domain.actor import Actor
from chassis.domain.refusal import Refusal

from processes.domain.process import Process

COORDINATING_ROLES = ("coordinator", "administrator")
DECIDING_ROLES = ("decider", "administrator")


def is_starter(process: Process, by: Actor) -> bool:
    """True for the account that started the process."""
    return process.started_by is not None and process.started_by.id == by.id


def check_coordinator(by: Actor) -> None:
    """Refuses everybody but the provider's coordinators."""
    if by.side != "provider" or not by.has(*COORDINATING_ROLES):
        raise Refusal("processes.only_a_coordinator", "forbidden", side=by.side)


def check_decider(by: Actor) -> None:
    """Refuses accounts without a role that decides."""
    if not by.has(*DECIDING_ROLES):
        raise Refusal("processes.not_a_decider", "forbidden", roles=list(DECIDING_ROLES))


def check_may_correct(process: Process, by: Actor) -> None:
    """Refuses everybody but who started the process, who decides, and the provider's coordinators."""
    if by.side == "provider":
        check_coordinator(by)
    elif by.side == "client" and not is_starter(process, by):
        check_decider(by)


def required_reason(reason: str) -> str:
    """Returns the reason without surrounding spaces; refuses an empty one."""
    if not reason.strip():
        raise Refusal("processes.reason_missing", "invalid")
    return reason.strip()


def illegal_move(state: str, move: str) -> Refusal:
    """Returns the refusal of a move that is not possible in this state."""
    return Refusal("processes.illegal_move", **{"from": state, "move": move, "allowed": []})
