"""Reads what decides who is told out of an event of any service: one table of where each kind of thing keeps it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from chassis.journal.line import JournalLine
from contracts.vocabulary import NextMove

from notifications.domain.happening import Happening, Move, Text

State = dict[str, Any]
SAID_AT_MOST = 600
"""Characters of what somebody wrote that go into an inbox or a mail; the rest is read where it stands."""
_SAID = ("text", "question", "answer", "resolution", "reason", "note")


@dataclass(frozen=True, slots=True)
class Kind:
    """Where a kind's state has its title and number, and the ids of the people it concerns (dotted paths)."""

    title: str = "title"
    number: str = ""
    part: str = ""
    people: tuple[tuple[str, str], ...] = ()
    about: tuple[str, str] | None = None
    """(kind, path of the id) where it is really about another thing."""


KINDS: Mapping[str, Kind] = {
    "ticket": Kind(number="number", people=(("requester", "requester.id"), ("assignee", "assignee.id"))),
    "process": Kind(number="number", part="phase", people=(("started_by", "started_by.id"),)),
    "decision": Kind(people=(("started_by", "started_by.id"),)),
    "asset": Kind(title="name", number="tag", part="substate", people=(("holder", "holder.id"),)),
    "handover": Kind(title="asset_tag", people=(("holder", "to_holder.id"),), about=("asset", "asset_id")),
    "person": Kind(title="name"),
    "model": Kind(title="name"),
}
OTHER = Kind()


def to_happening(line: JournalLine) -> Happening | None:
    """What happened, or None when it says nothing of a thing's state (a refused request)."""
    content = line.content()
    state = content.get("state")
    if not isinstance(state, dict):
        return None
    name = line.type.split(".")[1]
    kind = KINDS.get(name, OTHER)
    return Happening(
        event_id=line.id,
        type=line.type,
        kind=name,
        subject=line.subject,
        version=line.version,
        client_id=line.client_id,
        occurred_at=line.occurred_at,
        recorded_at=line.recorded_at,
        actor_id=line.actor_id,
        actor_side="client"
        if line.actor_side == "client"
        else "provider"
        if line.actor_side == "provider"
        else "system",
        internal=line.audience == "provider",
        imported=bool(state.get("imported")),
        task=bool(state.get("step")) and name == "ticket",
        title=_text(at(state, kind.title)),
        about_kind=kind.about[0] if kind.about else None,
        about_id=UUID(at(state, kind.about[1])) if kind.about else None,
        status=_status(state, kind),
        waiting_for=state.get("waiting_for"),
        move=_move(state.get("next_move")),
        named={relation: UUID(found) for relation, path in kind.people if (found := at(state, path))},
        facts=_facts(line, content, state, kind),
    )


def at(state: State, path: str) -> Any:
    """The value at a dotted path, None where the path ends early."""
    value: Any = state
    for name in path.split("."):
        value = value.get(name) if isinstance(value, dict) else None
    return value


def _status(state: State, kind: Kind) -> str:
    parts = (state.get("status"), state.get(kind.part) if kind.part else None)
    return ".".join(str(part) for part in parts if part)


def _move(value: Any) -> Move | None:
    if value is None:
        return None
    move = NextMove.model_validate({**value, "question": None})
    named = tuple(one.id for one in (move.account, move.person) if one is not None)
    return Move(move.side, move.asks, move.since, named, move.team, _text(value.get("question")), move.due_at)


def _facts(line: JournalLine, content: State, state: State, kind: Kind) -> dict[str, Text]:
    said = next((content[name] for name in _SAID if content.get(name)), None) or at(state, "next_move.question")
    count = state.get("options") or state.get("exceptions")
    facts: dict[str, Any] = {
        "number": at(state, kind.number) if kind.number else None,
        "said": said,
        "status": _status(state, kind),
        "due_at": at(state, "next_move.due_at"),
        "count": str(len(count)) if isinstance(count, list) and count else None,
        "actor": line.actor_name if line.actor_side != "system" else None,
        "actor_side": line.actor_side,
    }
    return {name: _text(value) for name, value in facts.items() if value}


def _text(value: Any) -> Text:
    """A text in one language or in each, cut to what a notification carries."""
    if isinstance(value, dict):
        return {str(language): str(text)[:SAID_AT_MOST] for language, text in value.items() if text}
    return str(value)[:SAID_AT_MOST] if value else ""
