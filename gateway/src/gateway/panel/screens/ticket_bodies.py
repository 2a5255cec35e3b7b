"""The bodies of a ticket's commands, made from its forms. Pure."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from gateway.json_object import Json

_HIDDEN = ("csrf", "key", "version")
"""The fields of every form that are not part of a body."""


def body_of(move: str, form: Mapping[str, Any], zone: ZoneInfo, colleagues: Mapping[str, str]) -> Json:
    """Returns the body of the command `move`, without empty fields."""
    if move in ("take", "work", "accept"):
        return {}
    if move == "assign":
        chosen = str(form.get("assignee") or "")
        return {"assignee": {"id": chosen, "name": colleagues.get(chosen, "")}} if chosen else {}
    if move == "messages":
        return {"text": str(form.get("text") or ""), "internal": form.get("internal") == "true"}
    fields = ("answer", "question", "waiting_for", "resolution", "reason", "note", "priority")
    body: Json = {name: str(form[name]) for name in fields if form.get(name)}
    times = {name: parse_local_time(str(form.get(name) or ""), zone) for name in ("answer_by", "until")}
    return {**body, **{name: value for name, value in times.items() if value}}


def command_of_move(move: str) -> str:
    """Returns the command of a move; to take a ticket is to assign it to oneself."""
    return "assign" if move == "take" else move


def parse_local_time(text: str, zone: ZoneInfo) -> str | None:
    """Returns a local date and time with its zone; None if it is not one."""
    try:
        return datetime.fromisoformat(text).replace(tzinfo=zone).isoformat() if text else None
    except ValueError:
        return None


def new_ticket_body(form: Mapping[str, Any]) -> Json:
    """Returns the body of the command that opens a ticket, the same whatever the order of the form's fields."""
    return {name: str(value).strip() for name, value in sorted(form.items()) if value and name not in _HIDDEN}
