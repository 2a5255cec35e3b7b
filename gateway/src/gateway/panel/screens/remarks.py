"""What people remarked while they changed something: reasons, diagnoses, notes, as lines under a history's sentence. Pure."""

from typing import Any

from gateway.panel.texts import Texts

Shown = dict[str, Any]
REMARKS: dict[str, tuple[str, ...]] = {
    "assets.asset": ("reason", "diagnosis", "vendor", "outcome", "cost", "evidence", "note"),
    "assets.person": ("note",),
    "tickets.ticket": ("reason", "note"),
    "processes.process": ("reason",),
    "processes.decision": ("option", "reason"),
}
"""What may be remarked about things of a kind, in the order in which it is shown."""
_CODES = frozenset({("tickets.ticket.held.v1", "reason"), ("processes.decision.withdrawn.v1", "reason")})
"""Fields of these names that are codes and not somebody's words."""


def spread(data: Shown) -> Shown:
    """All that an event says in one group: its own fields, its details, and the vote or the ending among them."""
    details = data.get("details") or {}
    within = [group for name in ("vote", "ending") if isinstance(group := details.get(name), dict)]
    return {name: value for group in (*within, details, data) for name, value in group.items()}


def remarks_of(event_type: str, known: Shown, texts: Texts, titles: dict[str, str]) -> list[Shown]:
    """Label and text of what was remarked and the event's sentence does not say; `titles` name a decision's options."""
    said = texts.places(f"event.{event_type}")
    names = REMARKS.get(".".join(event_type.split(".")[:2]), ())
    given = [(name, known.get(name)) for name in names if name not in said and (event_type, name) not in _CODES]
    return [
        {"label": texts(f"remark.{name}"), "text": titles.get(str(text), text) if name == "option" else text}
        for name, text in given
        if text
    ]
