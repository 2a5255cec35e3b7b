"""From journal lines to rows of the view. Pure: a batch of lines in, rows out; `writing.py` puts them into PostgreSQL.

Rows are plain values as JSON takes them; times and ids of a state stay the texts they are, for PostgreSQL to read.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import orjson
from chassis.journal.line import JournalLine

from gateway.view import cards

Row = dict[str, Any]
"""A row by its columns, named as in `view_write`."""


@dataclass(slots=True)
class Rows:
    """What a batch means for the view: the newest state of each thing, every event, and each thing's links."""

    things: dict[UUID, Row] = field(default_factory=dict)
    timeline: list[Row] = field(default_factory=list)
    links: dict[UUID, list[tuple[str, str]]] = field(default_factory=dict)

    def add(self, lines: Sequence[JournalLine]) -> None:
        """Adds what these lines mean; later lines of a thing win."""
        for line in lines:
            content = line.content()
            state = content.get("state")
            change = {name: value for name, value in content.items() if name != "state"}
            kind = kind_of(line)
            has_state = isinstance(state, dict)
            reader = cards.only_for(kind, state) if has_state else None
            self.timeline.append(_told(line, len(self.timeline) + 1, change, reader))
            if has_state:
                self.things[line.subject] = _thing(line, kind, state, reader)
                self.links[line.subject] = list(dict.fromkeys(cards.links(kind, state)))

    def link_rows(self) -> Iterator[Row]:
        """The links one by one."""
        for subject, links in self.links.items():
            client_id = self.things[subject]["client_id"]
            for relation, other in links:
                yield {"subject": subject, "relation": relation, "other": other, "client_id": client_id}


def kind_of(line: JournalLine) -> str:
    """`tickets.ticket.opened.v1` is about a ticket; a request stands in the history of the process that makes it."""
    return "process" if line.addressee else line.type.split(".")[1]


def _told(line: JournalLine, number: int, change: Row, only_for: str | None) -> Row:
    """An event, without the state it carried."""
    return {
        "number": number,
        "subject": line.subject,
        "version": line.version,
        "id": line.id,
        "type": line.type,
        "client_id": line.client_id,
        "occurred_at": line.occurred_at,
        "actor_side": line.actor_side,
        "actor_name": line.actor_name,
        "actor_id": line.actor_id,
        "audience": line.audience,
        "correlation_id": line.correlation_id,
        "only_for": only_for,
        "data": change,
    }


def _thing(line: JournalLine, kind: str, state: Row, only_for: str | None) -> Row:
    face = cards.card(kind, state)
    move = state.get("next_move") or {}
    return {
        "id": line.subject,
        "kind": kind,
        "client_id": line.client_id,
        "version": line.version,
        "title": face.title,
        "label": face.label,
        "status": face.status,
        "open": face.open,
        "next_side": move.get("side"),
        "next_account": (move.get("account") or {}).get("id"),
        "next_team": move.get("team"),
        "due_at": move.get("due_at") or state.get("due_at"),
        "sort_at": face.sort_at or line.occurred_at,
        "search": face.search,
        "state": state,
        "only_for": only_for,
    }


def to_json(rows: Sequence[Row] | Iterator[Row]) -> str:
    """Rows as `view_write` takes them."""
    return orjson.dumps(list(rows)).decode()
