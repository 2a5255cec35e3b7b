"""ServiceNow's incident states in Opslayer's words, and the moves that lead from one of ours to another. Pure.

The decisions, with their reasons:
- New is `new` and Active is `working`, whoever is assigned: `?` in a column means not known, so it cannot prove that nobody
  works on it; an assignment travels beside the state.
- Awaiting User Info and Awaiting Evidence wait for the client (`information`): evidence is what the user is asked for.
- Awaiting Vendor waits for a third party. Awaiting Problem does too, because the incident itself stands still until another
  record is done, but its reason is `problem` and not `vendor`: it is the provider's own time, and a report can tell.
- A state that is in no list (`-100`), or New after work began, moves nothing: the ticket stays where it is, with a note.
"""

from dataclasses import dataclass

from contracts.tickets.history import MoveKind, WaitingReason
from contracts.tickets.state import TicketStatus


@dataclass(frozen=True, slots=True)
class Target:
    """The status that a row gives the ticket."""

    status: TicketStatus
    reason: WaitingReason | None = None


@dataclass(frozen=True, slots=True)
class StatusChange:
    """One change of status that the state machine allows."""

    kind: MoveKind
    status: TicketStatus


STATES: dict[str, Target] = {
    "new": Target("new"),
    "active": Target("working"),
    "in progress": Target("working"),
    "work in progress": Target("working"),
    "awaiting user info": Target("waiting_client", "information"),
    "awaiting evidence": Target("waiting_client", "information"),
    "awaiting vendor": Target("waiting_third_party", "vendor"),
    "awaiting problem": Target("waiting_third_party", "problem"),
    "resolved": Target("resolved"),
    "closed": Target("closed"),
}
WAITING: dict[TicketStatus, MoveKind] = {"waiting_client": "client_asked", "waiting_third_party": "held"}
WORK = StatusChange("work_started", "working")
RESUME = StatusChange("resumed", "working")
REOPEN = StatusChange("reopened", "working")
RESOLVE = StatusChange("resolved", "resolved")
CLOSE = StatusChange("closed", "closed")


def target_of(state: str) -> Target | None:
    """What a source's state means; None for one that is not in the list."""
    return STATES.get(" ".join(state.split()).casefold())


def changes_between(status: TicketStatus, target: TicketStatus) -> tuple[StatusChange, ...]:
    """The moves from one status to another; the last one arrives, those before it had to happen on the way.

    Nothing leads back to `new` or out of `closed`; for those the result is empty.
    """
    if status in (target, "closed") or target == "new":
        return ()
    if status == "resolved" and target != "closed":
        return (REOPEN, *changes_between("working", target))
    if target == "closed":
        return (*changes_between(status, "resolved"), CLOSE)
    if target == "working":
        return (WORK if status == "new" else RESUME,)
    if target in WAITING:
        begun = (WORK,) if status == "new" else ()
        return (*begun, StatusChange(WAITING[target], target))
    return (*changes_between(status, "working"), RESOLVE)
