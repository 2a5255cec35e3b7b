"""What a process may ask of the other services: for each kind its addressee, fields, outputs and completing events.

This table is the bridge between scenarios and contracts. Two rules hold for every kind: the answer carries the
request's id as its causation, and a no comes as `<addressee>.request.refused.v1` with a code.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from processes.domain.values import Value

STAND_IN_ID = "00000000-0000-0000-0000-000000000000"
"""What a preview puts where the run will have the id of a thing that does not exist yet."""
_ASSET: Mapping[str, Value] = {"asset_id": STAND_IN_ID, "asset_name": "–"}
_PERSON: Mapping[str, Value] = {"person_id": STAND_IN_ID, "person_name": "–"}


@dataclass(frozen=True, slots=True)
class RequestKind:
    """One kind of request. `outputs` maps each output of its answer to the value that a preview assumes."""

    addressee: str
    type: str
    completed_by: str
    required: frozenset[str]
    optional: frozenset[str] = frozenset()
    failed_by: tuple[str, ...] = ()
    outputs: Mapping[str, Value] = field(default_factory=dict)


def _assets(
    what: str, answer: str, required: str, optional: str = "", outputs: Mapping[str, Value] | None = None
) -> RequestKind:
    return RequestKind(
        "assets",
        f"processes.{what}.requested.v1",
        f"assets.{answer}.v1",
        frozenset(required.split()),
        frozenset(optional.split()),
        outputs=outputs or {},
    )


KINDS: Mapping[str, RequestKind] = {
    "task": RequestKind(
        "tickets",
        "processes.task.requested.v1",
        "tickets.ticket.closed.v1",
        frozenset({"title"}),
        frozenset(
            {
                "description",
                "for_side",
                "team",
                "skill",
                "priority",
                "due_at",
                "asset_id",
                "person",
                "requester",
                "assignee",
                "estimate_minutes",
            }
        ),
        failed_by=("tickets.ticket.rejected.v1", "tickets.ticket.cancelled.v1"),
    ),
    "withdraw_task": RequestKind(
        "tickets", "processes.task.withdrawn.v1", "tickets.ticket.cancelled.v1", frozenset({"withdraws", "reason"})
    ),
    "send_message": RequestKind(
        "notifications",
        "processes.message.requested.v1",
        "notifications.message.sent.v1",
        frozenset({"message", "language"}),
        frozenset({"to_name", "to_email", "to_person_id", "to_account_id", "values"}),
    ),
    "reserve_asset": _assets(
        "asset_reservation", "asset.reserved", "category", "model_id for_person_id needed_by purpose", _ASSET
    ),
    "release_asset": _assets("asset_release", "asset.released", "asset_id"),
    "order_asset": _assets(
        "asset_order", "asset.ordered", "category", "model_id for_person_id needed_by description", _ASSET
    ),
    "receive_asset": _assets("asset_receipt", "asset.received", "asset_id", "serial_number", _ASSET),
    "hand_over_asset": _assets("hand_over", "asset.handed_over", "asset_id person_id", "note"),
    "take_back_asset": _assets("take_back", "asset.taken_back", "asset_id to", "note"),
    "send_to_service": _assets("service", "asset.sent_to_service", "asset_id stage", "reason"),
    "return_from_service": _assets("service_return", "asset.returned_from_service", "asset_id outcome to", "cost note"),
    "loan_asset": _assets("loan", "asset.loaned", "asset_id person_id", "for_asset_id"),
    "return_loan": _assets("loan_return", "asset.loan_returned", "asset_id to"),
    "retire_asset": _assets("retirement", "asset.retired", "asset_id decision_id", "reason"),
    "write_off_asset": _assets("write_off", "asset.ended", "asset_id decision_id", "reason"),
    "register_person": _assets(
        "person_registration",
        "person.registered",
        "first_name last_name starts_on",
        "email personal_email department job_title manager_id",
        _PERSON,
    ),
    "withdraw_person": _assets("person_withdrawal", "person.withdrawn", "person_id"),
    "activate_person": _assets("person_activation", "person.activated", "person_id"),
    "deactivate_person": _assets("person_deactivation", "person.deactivated", "person_id"),
    "mark_person_leaving": _assets("person_notice", "person.leaving_began", "person_id last_day"),
    "keep_person": _assets("person_stay", "person.stays", "person_id"),
    "return_holdings": _assets("holdings_return", "person.gave_back", "person_id to", "note"),
    "mark_person_left": _assets("person_leaving", "person.left", "person_id left_on"),
}
