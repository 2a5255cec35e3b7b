"""Ending a process before its end. The client cancels; the provider may only give up one that is blocked."""

from chassis.domain.actor import Actor
from chassis.domain.refusal import Refusal

from processes.domain import events
from processes.domain.advancing import carry_on
from processes.domain.process import Ending, Process
from processes.domain.unfolding import Occasion, Unfolding

CANCELLING_ROLES = ("decider", "administrator")


def cancel(process: Process, reason: str, occasion: Occasion) -> list[events.Event]:
    """The client no longer wants it: everything that was done and can be undone is undone."""
    _must_be_open(process, "cancel")
    if not _may_cancel(process, occasion.by):
        raise Refusal("processes.only_the_client_cancels", "forbidden", side=occasion.by.side)
    return _unwind(process, Ending("cancelled", reason), occasion)


def give_up(process: Process, reason: str, occasion: Occasion) -> list[events.Event]:
    """The provider's coordinator says that a blocked process cannot be finished: it is undone and has failed."""
    _must_be_open(process, "give_up")
    if occasion.by.side != "provider" or not occasion.by.has("coordinator", "administrator"):
        raise Refusal("processes.only_a_coordinator", "forbidden", side=occasion.by.side)
    if process.phase != "blocked":
        raise Refusal("processes.illegal_move", **{"from": process.status, "move": "give_up", "allowed": []})
    return _unwind(process, Ending("failed", reason), occasion)


def _unwind(process: Process, ending: Ending, occasion: Occasion) -> list[events.Event]:
    if not ending.reason.strip():
        raise Refusal("processes.reason_missing", "invalid")
    run = Unfolding(process, occasion)
    run.add(events.UnwindingBegun(occasion.now, occasion.by, ending))
    carry_on(run)
    return run.events


def _may_cancel(process: Process, by: Actor) -> bool:
    if by.side != "client":
        return False
    started_it = process.started_by is not None and process.started_by.id == by.id
    return started_it or by.has(*CANCELLING_ROLES)


def _must_be_open(process: Process, move: str) -> None:
    if not process.open or process.ending is not None:
        raise Refusal("processes.illegal_move", **{"from": process.status, "move": move, "allowed": []})
