"""Builds journal lines for tests. Every field that is not named has a sensible value."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import orjson
from chassis.identifiers import new_id, shard_of
from chassis.journal.line import JournalLine

GENERATION = "018f0000-0000-7000-8000-000000000001"
WHEN = datetime(2026, 11, 2, 9, 30, tzinfo=UTC)


def a_line(subject: UUID | None = None, **fields: Any) -> JournalLine:
    """Returns a line about a thing, in the right shard."""
    subject = subject or new_id()
    line = JournalLine(
        source="counter",
        type="counter.counter.added.v1",
        id=new_id(),
        subject=subject,
        version=1,
        client_id=UUID(int=7),
        occurred_at=WHEN,
        recorded_at=WHEN,
        actor_side="client",
        actor_name="Anna",
        actor_id=UUID(int=1),
        data=orjson.dumps({"added": 1, "state": {"value": 1}}),
        generation=GENERATION,
        shard=shard_of(subject),
        seq=1,
    )
    return replace(line, **fields)


def things_of_one_shard(count: int, shard: int = 3) -> list[UUID]:
    """Returns ids that share a shard."""
    ids: list[UUID] = []
    while len(ids) < count:
        candidate = new_id()
        if shard_of(candidate) == shard:
            ids.append(candidate)
    return ids
