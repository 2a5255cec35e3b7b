"""Remarks: reasons, diagnoses and notes of an event, shown as lines under its sentence in the history. Pure."""

from chassis.texts import Texts

from gateway.json_object import Json

REMARKS: dict[str, tuple[str, ...]] = {
    "assets.asset": ("reason", "diagnosis", "vendor", "outcome", "cost", "evidence", "note"),
    "assets.person": ("note",),
    "tickets.ticket": ("reason", "note"),
    "processes.process": ("reason",),
    "processes.decision": ("option", "reason"),
}
"""The remarks of a kind's events, in the order in which they are shown."""
_CODES = frozenset({("tickets.ticket.held.v1", "reason"), ("processes.decision.withdrawn.v1", "reason")})
"""Event types in which a field of that name is a code and not a text."""


def flatten(data: Json) -> Json:
    """Returns the fields of an event, and of the vote or the ending among these, on one level."""
    within = [group for name in ("vote", "ending") if isinstance(group := data.get(name), dict)]
    return {name: value for group in (*within, data) for name, value in group.items()}


def remarks_of(event_type: str, known: Json, texts: Texts, titles: dict[str, str]) -> list[Json]:
    """Returns label and text of the remarks that the sentence does not contain; `titles` names a decision's options."""
    placeholders = texts.placeholders(f"event.{event_type}")
    names = REMARKS.get(".".join(event_type.split(".")[:2]), ())
    remarks = [
        (name, known.get(name)) for name in names if name not in placeholders and (event_type, name) not in _CODES
    ]
    return [
        {"label": texts(f"remark.{name}"), "text": titles.get(str(text), text) if name == "option" else text}
        for name, text in remarks
        if text
    ]
