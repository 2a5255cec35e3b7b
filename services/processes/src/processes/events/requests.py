"""From the request of a step to the contract of its addressee."""

from typing import Any

import contracts.assets.requests as assets
from contracts.envelope import Request as PublicRequest
from contracts.notifications.requests import MessageRequested
from contracts.tickets.requests import TaskRequested, TaskWithdrawn

from processes.domain.process import Process, Request
from processes.domain.values import Reference

SHAPES: dict[str, type[PublicRequest]] = {
    "task": TaskRequested,
    "withdraw_task": TaskWithdrawn,
    "send_message": MessageRequested,
    "reserve_asset": assets.ReservationRequested,
    "release_asset": assets.ReleaseRequested,
    "order_asset": assets.OrderRequested,
    "receive_asset": assets.ReceiptRequested,
    "hand_over_asset": assets.HandOverRequested,
    "take_back_asset": assets.TakeBackRequested,
    "send_to_service": assets.ServiceRequested,
    "return_from_service": assets.ServiceReturnRequested,
    "loan_asset": assets.LoanRequested,
    "return_loan": assets.LoanReturnRequested,
    "retire_asset": assets.RetirementRequested,
    "write_off_asset": assets.WriteOffRequested,
    "register_person": assets.PersonRegistrationRequested,
    "withdraw_person": assets.PersonWithdrawalRequested,
    "activate_person": assets.PersonActivationRequested,
    "deactivate_person": assets.PersonDeactivationRequested,
    "mark_person_leaving": assets.PersonNoticeRequested,
    "keep_person": assets.PersonStayRequested,
    "return_holdings": assets.HoldingsReturnRequested,
    "mark_person_left": assets.PersonLeavingRequested,
}


def to_request(request: Request, process: Process) -> PublicRequest:
    """Returns the request as its addressee reads it."""
    fields: dict[str, Any] = dict(request.fields)
    if request.kind == "send_message":
        fields = _message(fields, process)
    content = {"process_id": process.id, "step": request.step, **fields}
    return SHAPES[request.kind].model_validate(content, from_attributes=True)


def _message(fields: dict[str, Any], process: Process) -> dict[str, Any]:
    to_id = fields.get("to_person_id") or fields.get("to_account_id")
    to = {"id": to_id, "name": fields.get("to_name") or ""} if to_id else None
    facts = {name: _text(value) for name, value in (fields.get("values") or {}).items()}
    return {
        "template": fields["message"],
        "language": fields.get("language") or process.language,
        "to": to,
        "to_email": fields.get("to_email") or "",
        "to_name": fields.get("to_name") or "",
        "facts": facts,
    }


def _text(value: Any) -> str:
    if isinstance(value, Reference):
        return value.name
    return "" if value is None else str(value)
