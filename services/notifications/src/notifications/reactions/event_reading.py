"""Reads what decides who is notified out of an event of any service, by one table of where each kind of thing has it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from chassis.journal.line import JournalLine
from contracts.vocabulary import NextMove as PublicNextMove

from notifications.domain.incoming_event import IncomingEvent, NextMove, Text, in_language

State = dict[str, Any]
LONGEST_QUOTE = 600
"""Characters of what somebody wrote that go into an inbox or a mail; the rest is read where it stands."""
_QUOTED = ("text", "question", "answer", "resolution", "reason", "note")


@dataclass(frozen=True, slots=True)
class Kind:
    """Where a kind's state has its title (one or more parts), its number, the part of its status, and the ids of the people
    it concerns: dotted paths."""

    titles: tuple[str, ...] = ("title",)
    number: str = ""
    part: str = ""
    related: tuple[tuple[str, str], ...] = ()
    about: tuple[str, str] | None = None
    """(kind, path of the id) where it is really about another thing."""


KINDS: Mapping[str, Kind] = {
    "ticket": Kind(number="number", related=(("requester", "requester.id"), ("assignee", "assignee.id"))),
    "process": Kind(("title", "about"), part="phase", related=(("started_by", "started_by.id"),)),
    "decision": Kind(("question", "about")),
    "asset": Kind(("name",), number="tag", part="substate"),
    "handover": Kind(("asset_tag",), about=("asset", "asset_id")),
    "person": Kind(("name",)),
    "model": Kind(("name",)),
}
OTHER = Kind()


def to_incoming_event(line: JournalLine) -> IncomingEvent | None:
    """What happened, or None when it says nothing of a thing's state (a refused request)."""
    content = line.content()
    state = content.get("state")
    if not isinstance(state, dict):
        return None
    name = line.type.split(".")[1]
    kind = KINDS.get(name, OTHER)
    return IncomingEvent(
        kind=name,
        facts=_facts(line, content, state, kind),
        task=bool(state.get("step")) and name == "ticket",
        **_of_line(line),
        **_of_state(state, kind),
    )


def _of_line(line: JournalLine) -> dict[str, Any]:
    return {
        "event_id": line.id,
        "type": line.type,
        "subject": line.subject,
        "version": line.version,
        "client_id": line.client_id,
        "occurred_at": line.occurred_at,
        "recorded_at": line.recorded_at,
        "actor_id": line.actor_id,
        "actor_side": line.actor_side,
        "internal": line.audience == "provider",
    }


def _of_state(state: State, kind: Kind) -> dict[str, Any]:
    return {
        "imported": bool(state.get("imported")),
        "title": _title(state, kind),
        "about_kind": kind.about[0] if kind.about else None,
        "about_id": UUID(at(state, kind.about[1])) if kind.about else None,
        "status": _status(state, kind),
        "waiting_for": state.get("waiting_for"),
        "next_move": _next_move(state),
        "related": {relation: UUID(found) for relation, path in kind.related if (found := at(state, path))},
    }


def at(state: State, path: str) -> Any:
    """The value at a dotted path, None where the path ends early."""
    value: Any = state
    for name in path.split("."):
        value = value.get(name) if isinstance(value, dict) else None
    return value


def _status(state: State, kind: Kind) -> str:
    parts = (state.get("status"), state.get(kind.part) if kind.part else None)
    return ".".join(str(part) for part in parts if part)


def _title(state: State, kind: Kind) -> Text:
    parts = [part for path in kind.titles if (part := _text(at(state, path)))]
    if all(isinstance(part, str) for part in parts):
        return " – ".join(map(str, parts))
    return {language: " – ".join(in_language(part, language) for part in parts) for language in ("pl", "en")}


def _next_move(state: State) -> NextMove | None:
    if state.get("next_move") is None:
        return None
    move = PublicNextMove.model_validate(state["next_move"])
    people, since = tuple(one.id for one in (move.account, move.person) if one is not None), move.since
    if state.get("deciders") and at(state, "rule.kind") != "all":
        # Any of them may decide, so all are asked at once and none again when another has voted.
        people, since = (
            tuple(UUID(one["id"]) for one in state["deciders"]),
            datetime.fromisoformat(state["requested_at"]),
        )
    return NextMove(move.side, move.asks, since, people, move.team)


def _facts(line: JournalLine, content: State, state: State, kind: Kind) -> dict[str, Text]:
    said = next((content[name] for name in _QUOTED if content.get(name)), None)
    said = said or at(content, "vote.reason") or at(state, "ending.reason")
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
        return {str(language): str(text)[:LONGEST_QUOTE] for language, text in value.items() if text}
    return str(value)[:LONGEST_QUOTE] if value else ""
