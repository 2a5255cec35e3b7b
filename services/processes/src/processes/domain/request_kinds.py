"""The kinds of requests to other services: for each its addressee, fields, outputs and the event that completes it.

Two rules hold for every kind: an answer has the request's id as its causation, and a refusal comes as
`<addressee>.request.refused.v1` with a code. The contracts of the requests stand in `processes/requests.py`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from processes.domain.values import Value

STAND_IN_ID = "00000000-0000-0000-0000-000000000000"
"""The id in a preview of a thing that does not exist yet."""
_ASSET: Mapping[str, Value] = {"asset_id": STAND_IN_ID, "asset_name": "–"}
_PERSON: Mapping[str, Value] = {"person_id": STAND_IN_ID, "person_name": "–"}


@dataclass(frozen=True, slots=True)
class RequestKind:
    """One kind of request. `outputs` maps each output of its answer to the value that a preview assumes."""

    addressee: str
    completed_by: str
    required: frozenset[str]
    optional: frozenset[str] = frozenset()
    outputs: Mapping[str, Value] = field(default_factory=dict)


def _kind(
    completed_by: str, required: str, optional: str = "", outputs: Mapping[str, Value] | None = None
) -> RequestKind:
    """Returns a kind that is completed by an event of its addressee; the names of its fields are separated by spaces."""
    addressee = completed_by.split(".")[0]
    fields = (frozenset(required.split()), frozenset(optional.split()))
    return RequestKind(addressee, f"{completed_by}.v1", *fields, outputs=outputs or {})


REQUEST_KINDS: Mapping[str, RequestKind] = {
    "task": _kind(
        "tickets.ticket.closed",
        "title",
        "description for_side team skill priority due_at asset_id person requester assignee estimate_minutes",
    ),
    "withdraw_task": _kind("tickets.ticket.cancelled", "withdraws reason"),
    "send_message": _kind(
        "notifications.message.sent", "message language", "to_name to_email to_person_id to_account_id values"
    ),
    "reserve_asset": _kind("assets.asset.reserved", "category", "model_id for_person_id needed_by purpose", _ASSET),
    "release_asset": _kind("assets.asset.released", "asset_id"),
    "order_asset": _kind("assets.asset.ordered", "category", "model_id for_person_id needed_by description", _ASSET),
    "receive_asset": _kind("assets.asset.received", "asset_id", "serial_number", _ASSET),
    "hand_over_asset": _kind("assets.asset.handed_over", "asset_id person_id", "note"),
    "take_back_asset": _kind("assets.asset.taken_back", "asset_id to", "note"),
    "send_to_service": _kind("assets.asset.sent_to_service", "asset_id stage", "reason"),
    "return_from_service": _kind("assets.asset.returned_from_service", "asset_id outcome to", "cost note"),
    "loan_asset": _kind("assets.asset.loaned", "asset_id person_id", "for_asset_id"),
    "return_loan": _kind("assets.asset.loan_returned", "asset_id to"),
    "retire_asset": _kind("assets.asset.retired", "asset_id decision_id", "reason"),
    "write_off_asset": _kind("assets.asset.ended", "asset_id decision_id", "reason"),
    "register_person": _kind(
        "assets.person.registered",
        "first_name last_name starts_on",
        "email personal_email department job_title manager_id",
        _PERSON,
    ),
    "withdraw_person": _kind("assets.person.withdrawn", "person_id"),
    "activate_person": _kind("assets.person.activated", "person_id"),
    "deactivate_person": _kind("assets.person.deactivated", "person_id"),
    "mark_person_leaving": _kind("assets.person.leaving_began", "person_id last_day"),
    "keep_person": _kind("assets.person.stays", "person_id"),
    "return_holdings": _kind("assets.person.gave_back", "person_id to", "note"),
    "mark_person_left": _kind("assets.person.left", "person_id left_on"),
}
