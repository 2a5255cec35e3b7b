"""The ticket row: how the domain's ticket is written to and read from PostgreSQL. The state travels as one JSON value;
columns beside it exist only for what is searched or constrained."""

from datetime import datetime
from typing import Any
from uuid import UUID

import orjson
from chassis.database import Row

from tickets.domain.ticket import Move, Step, Ticket, Who

INSERT = """INSERT INTO ticket (id, client_id, version, status, open, requested_by, imported_key, resolved_at, state)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)"""
UPDATE = """UPDATE ticket SET version = $3, status = $4, open = $5, requested_by = $6, imported_key = $7, resolved_at = $8,
state = $9 WHERE id = $1 AND client_id = $2"""

_TIMES = ("opened_at", "due_at", "planned_at", "first_response_at", "resolved_at", "closed_at")
_IDS = ("id", "client_id", "reported_by_id", "person_id", "asset_id", "follows")


def to_values(ticket: Ticket) -> tuple[Any, ...]:
    """The parameters of INSERT and UPDATE."""
    requested_by = ticket.step.request_id if ticket.step else None
    key = f"{ticket.imported_source}:{ticket.imported_key}" if ticket.imported_source else None
    state = orjson.dumps(ticket).decode()
    return (
        ticket.id,
        ticket.client_id,
        ticket.version,
        ticket.status,
        ticket.open,
        requested_by,
        key,
        ticket.resolved_at,
        state,
    )


def to_ticket(row: Row) -> Ticket:
    """The ticket in a row."""
    state: dict[str, Any] = orjson.loads(row["state"])
    for name in _TIMES:
        state[name] = _time(state[name])
    for name in _IDS:
        state[name] = _id(state[name])
    state["requester"], state["assignee"] = _who(state["requester"]), _who(state["assignee"])
    state["step"] = _step(state["step"])
    state["next_move"] = _move(state["next_move"])
    state["imported_notes"] = tuple(state["imported_notes"])
    return Ticket(**state)


def _time(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def _id(text: str | None) -> UUID | None:
    return UUID(text) if text else None


def _who(value: dict[str, str] | None) -> Who | None:
    return Who(UUID(value["id"]), value["name"]) if value else None


def _step(value: dict[str, str] | None) -> Step | None:
    return Step(UUID(value["process_id"]), value["step"], UUID(value["request_id"])) if value else None


def _move(value: dict[str, Any] | None) -> Move | None:
    if value is None:
        return None
    return Move(
        **{**value, "since": _time(value["since"]), "due_at": _time(value["due_at"]), "account": _who(value["account"])}
    )
