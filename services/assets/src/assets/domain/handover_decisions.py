"""Which events of an asset leave a record of a change of holder, and how that is accepted. Pure."""

from datetime import datetime
from uuid import UUID

from chassis.domain.actor import Actor

from assets.domain import events
from assets.domain.asset import Asset
from assets.domain.handover import Handover
from assets.domain.moves import HANDOVER_MOVES

KIND_OF: dict[type[events.AssetEvent], str] = {
    events.AssetHandedOver: "handover",
    events.AssetTakenBack: "return",
    events.AssetLoaned: "loan",
    events.LoanReturned: "loan_return",
    events.ReturnedFromService: "return",
    events.AssetMissing: "return",
    events.AssetRetired: "return",
    events.AssetStocked: "return",
}
"""What happened to the asset -> the kind of record it leaves."""


def record(
    handover_id: UUID, before: Asset, event: events.AssetEvent, after: Asset, process_id: UUID | None, established: bool
) -> events.HandoverRecorded | None:
    """The record of the event, if it gave the asset another holder (or none). `established`: that was so before."""
    if type(event) not in KIND_OF or after.holder == before.holder:
        return None
    handover = Handover(
        id=handover_id,
        client_id=before.client_id,
        kind=KIND_OF[type(event)],
        asset_id=before.id,
        asset_tag=before.tag,
        at=event.at,
        by=event.by.name,
        from_holder=before.holder,
        to_holder=after.holder,
        condition=event.condition or event.note or before.condition,
        process_id=process_id,
        established=established,
    )
    return events.HandoverRecorded(event.at, event.by, handover=handover)


def accept(handover: Handover, by: Actor, now: datetime) -> events.HandoverAccepted:
    """Who got the asset says so, or who decides for the client in their place; nobody of the provider can."""
    HANDOVER_MOVES.check(handover, "accept", by)
    return events.HandoverAccepted(now, by)
