"""From journal lines to rows of the view. Pure: a batch of lines in, rows out; `writing.py` puts them into PostgreSQL."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

import orjson
from chassis.journal.line import JournalLine

from gateway.view import cards


@dataclass(frozen=True, slots=True)
class ThingRow:
    """One thing as it is after the batch."""

    id: UUID
    kind: str
    client_id: UUID
    version: int
    title: str
    label: str
    status: str
    open: bool
    next_side: str | None
    next_account: UUID | None
    next_team: str | None
    due_at: datetime | None
    sort_at: datetime
    search: str
    state: str
    only_for: UUID | None


@dataclass(frozen=True, slots=True)
class TimelineRow:
    """One event, without the state it carried."""

    line: JournalLine
    data: str
    only_for: UUID | None


@dataclass(slots=True)
class Rows:
    """What a batch means for the view: the newest state of each thing, every event, and each thing's links."""

    things: dict[UUID, ThingRow] = field(default_factory=dict)
    timeline: list[TimelineRow] = field(default_factory=list)
    links: dict[UUID, list[tuple[str, UUID]]] = field(default_factory=dict)


def kind_of(line: JournalLine) -> str:
    """`tickets.ticket.opened.v1` is about a ticket; a request stands in the history of the process that makes it."""
    return "process" if line.addressee else line.type.split(".")[1]


def to_rows(lines: Sequence[JournalLine]) -> Rows:
    """The rows of a batch, in which later lines of a thing win."""
    rows = Rows()
    for line in lines:
        content = line.content()
        state = content.get("state")
        change = {name: value for name, value in content.items() if name != "state"}
        kind = kind_of(line)
        reader = cards.only_for(kind, state) if isinstance(state, dict) else None
        rows.timeline.append(TimelineRow(line, orjson.dumps(change).decode(), reader))
        if isinstance(state, dict):
            rows.things[line.subject] = _thing(line, kind, state, reader)
            rows.links[line.subject] = list(dict.fromkeys(cards.links(kind, state)))
    return rows


def _thing(line: JournalLine, kind: str, state: dict[str, Any], only_for: UUID | None) -> ThingRow:
    face = cards.card(kind, state)
    move = state.get("next_move") or {}
    account = cards.at(move, "account.id")
    due = move.get("due_at") or state.get("due_at")
    return ThingRow(
        id=line.subject,
        kind=kind,
        client_id=line.client_id,
        version=line.version,
        title=face.title,
        label=face.label,
        status=face.status,
        open=face.open,
        next_side=move.get("side"),
        next_account=UUID(account) if account else None,
        next_team=move.get("team"),
        due_at=datetime.fromisoformat(due) if due else None,
        sort_at=face.sort_at or line.occurred_at,
        search=face.search,
        state=orjson.dumps(state).decode(),
        only_for=only_for,
    )
