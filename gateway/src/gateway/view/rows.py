"""Maps journal lines to rows of the view. Pure; `projection.py` writes the rows.

Rows hold values as JSON takes them, by the column names of `view_write`. PostgreSQL parses a state's times and ids.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from uuid import UUID

import orjson
from chassis.journal.line import JournalLine

from gateway.json_object import Json
from gateway.view.allowed_moves import split
from gateway.view.summaries import links_of, sole_reader, summarise


@dataclass(slots=True)
class ViewRows:
    """The rows of a batch: the newest state of each thing, every event, and each thing's links."""

    things: dict[UUID, Json] = field(default_factory=dict)
    timeline: list[Json] = field(default_factory=list)
    links: dict[UUID, list[tuple[str, str]]] = field(default_factory=dict)

    def add(self, lines: Sequence[JournalLine]) -> None:
        """Adds the rows of these lines; a later line of a thing replaces an earlier one."""
        for line in lines:
            content = line.content()
            state = content.get("state")
            change = {name: value for name, value in content.items() if name != "state"}
            kind = kind_of(line)
            has_state = isinstance(state, dict)
            only_for = sole_reader(kind, state) if has_state else None
            self.timeline.append(_timeline_row(line, len(self.timeline) + 1, change, only_for))
            if has_state:
                self.things[line.subject] = _thing_row(line, kind, state, only_for)
                self.links[line.subject] = list(dict.fromkeys(links_of(kind, state)))

    def link_rows(self) -> Iterator[Json]:
        """Yields one row for each link."""
        for subject, links in self.links.items():
            client_id = self.things[subject]["client_id"]
            for relation, other in links:
                yield {"subject": subject, "relation": relation, "other": other, "client_id": client_id}


def kind_of(line: JournalLine) -> str:
    """Returns the kind of the thing a line is about; a request belongs to the history of the process that makes it."""
    return "process" if line.addressee else line.type.split(".")[1]


def _timeline_row(line: JournalLine, number: int, change: Json, only_for: str | None) -> Json:
    """Returns the row of an event, without the state it carried."""
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


def _thing_row(line: JournalLine, kind: str, state: Json, only_for: str | None) -> Json:
    summary = summarise(kind, state)
    shown, moves = split(state)
    move = state.get("next_move") or {}
    return {
        "id": line.subject,
        "kind": kind,
        "client_id": line.client_id,
        "version": line.version,
        "title": summary.title,
        "label": summary.label,
        "status": summary.status,
        "open": summary.open,
        "next_side": move.get("side"),
        "next_account": (move.get("account") or {}).get("id"),
        "next_team": move.get("team"),
        "due_at": move.get("due_at") or state.get("due_at"),
        "sort_at": summary.sort_at or line.occurred_at,
        "search": summary.search,
        "state": shown,
        "moves": moves,
        "only_for": only_for,
    }


def to_json(rows: Sequence[Json] | Iterator[Json]) -> str:
    """Returns the rows as `view_write` takes them."""
    return orjson.dumps(list(rows)).decode()
