"""The record of an asset passing from one holder to another: written once, accepted once by who got it."""

from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from chassis.domain.actor import Actor
from chassis.domain.refusal import Refusal

from assets.domain.happening import Happened
from assets.domain.values import Holder, Move, Who

KIND_OF = {
    "handed_over": "handover",
    "taken_back": "return",
    "loaned": "loan",
    "loan_returned": "loan_return",
    "returned_from_service": "return",
    "missing_reported": "return",
    "retired": "return",
    "stocked": "return",
}
"""What happened to the asset -> the kind of record it leaves."""


@dataclass(frozen=True, slots=True)
class Handover:
    """One change of holder."""

    id: UUID
    client_id: UUID
    kind: str
    asset_id: UUID
    asset_tag: str
    at: datetime
    by: str
    from_holder: Holder | None = None
    to_holder: Holder | None = None
    condition: str = ""
    process_id: UUID | None = None
    accepted_at: datetime | None = None
    accepted_by: str = ""
    established: bool = False
    next_move: Move | None = None
    version: int = 0


def recorded(handover: Handover, by: Actor, now: datetime) -> Happened:
    """The record as it is written; who gets something is asked to say so.

    Who had it before it was registered is a fact that whoever registers it vouches for: nobody is asked.
    """
    if handover.established:
        return Happened("recorded", now, by, {"accepted_at": now, "accepted_by": by.name})
    move = None
    to = handover.to_holder
    if to is not None and to.kind == "person" and to.id is not None:
        move = Move("client", "accept", now, person=Who(to.id, to.name))
    return Happened("recorded", now, by, {"next_move": move})


def accept(handover: Handover, by: Actor, now: datetime) -> Happened:
    """Who got the asset says so, or who decides for the client in their place; nobody of the provider can."""
    if by.side != "client":
        raise Refusal("assets.not_your_move", "forbidden", move="accept", side=by.side)
    if handover.accepted_at is not None or handover.next_move is None:
        raise Refusal("assets.already_accepted", by=handover.accepted_by)
    got = handover.next_move.person
    if (got is None or got.id != by.person_id) and not by.has("decider", "administrator"):
        raise Refusal("assets.not_your_hardware", "forbidden", person=got.name if got else "")
    return Happened("accepted", now, by, {"accepted_at": now, "accepted_by": by.name, "next_move": None})


def evolve(handover: Handover, event: Happened) -> Handover:
    """The record after the event."""
    return replace(handover, **event.changes, version=handover.version + 1)
