"""What a ticket's forms send: from the fields of a form to the body of the command. Pure."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

Shown = dict[str, Any]


def body_of(move: str, form: Mapping[str, Any], zone: ZoneInfo, colleagues: Mapping[str, str]) -> Shown:
    """The body of the command `move`; empty fields are left out."""
    if move in ("take", "work", "accept"):
        return {}
    if move == "assign":
        chosen = str(form.get("assignee") or "")
        return {"assignee": {"id": chosen, "name": colleagues.get(chosen, "")}} if chosen else {}
    if move == "messages":
        return {"text": str(form.get("text") or ""), "internal": form.get("internal") == "true"}
    fields = ("answer", "question", "waiting_for", "resolution", "reason", "note", "priority")
    body: Shown = {name: str(form[name]) for name in fields if form.get(name)}
    moments = {name: moment(str(form.get(name) or ""), zone) for name in ("answer_by", "until")}
    return {**body, **{name: value for name, value in moments.items() if value}}


def path_of_move(move: str) -> str:
    """The command behind a button: taking is being assigned to oneself."""
    return "assign" if move == "take" else move


def moment(text: str, zone: ZoneInfo) -> str | None:
    """A local date and time as people pick it, as a moment; None when it is none."""
    try:
        return datetime.fromisoformat(text).replace(tzinfo=zone).isoformat() if text else None
    except ValueError:
        return None


def opening(form: Mapping[str, Any]) -> Shown:
    """The body of a new ticket."""
    names = ("type", "title", "description", "priority", "client", "asset_id", "person_id")
    return {name: str(form[name]).strip() for name in names if form.get(name)}
