"""A consumer for tests. It copies every counter that it hears of, and records each copy in its own journal.

`python -m testkit.mirror` runs it like any other service. `broken_for` makes it fail for chosen things.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, ClassVar
from uuid import UUID

import orjson
from chassis.database import Transaction
from chassis.inbox.reactions import Reaction, context_of, handler
from chassis.journal.line import JournalLine
from chassis.journal.recording import make_line
from chassis.process.clock import SystemClock
from chassis.process.command_line import main, open_database
from chassis.process.runtime import Runtime
from fastapi import FastAPI
from pydantic import Field

from testkit import counter

TABLES = """
CREATE TABLE seen (place bigint GENERATED ALWAYS AS IDENTITY, event_id uuid NOT NULL, subject uuid NOT NULL,
  version int NOT NULL, client_id uuid NOT NULL, PRIMARY KEY (place));
CREATE TABLE copy (id uuid PRIMARY KEY, client_id uuid NOT NULL, version int NOT NULL, value bigint NOT NULL);
"""
SCOPED = ("seen", "copy")
_SEEN = "INSERT INTO seen (event_id, subject, version, client_id) VALUES ($1, $2, $3, $4)"
_COPY = """INSERT INTO copy (id, client_id, version, value) VALUES ($1, $2, $3, $4)
ON CONFLICT (id) DO UPDATE SET version = $3, value = $4"""


class Settings(counter.Settings):
    """`source` is the consumer group. `follows` names the sources."""

    source: str = "mirror"
    follows: list[str] = Field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Copied:
    """A counter was copied."""

    TYPE: ClassVar[str] = "mirror.counter.copied.v1"
    AUDIENCE: ClassVar[str] = "all"
    state: dict[str, Any]

    def to_bytes(self) -> bytes:
        return orjson.dumps({"state": self.state})


@dataclass
class Mirror:
    """The reaction. It records every event that it receives, so that a duplicate shows."""

    broken_for: dict[UUID, BaseException] = field(default_factory=dict)

    async def __call__(self, transaction: Transaction, line: JournalLine, now: datetime) -> None:
        await transaction.execute(_SEEN, line.id, line.subject, line.version, line.client_id)
        error = self.broken_for.get(line.subject)
        if error is not None:
            raise error
        state = line.content()["state"]
        version = 1 + (await transaction.value("SELECT version FROM copy WHERE id = $1", line.subject) or 0)
        copied = make_line("mirror", Copied(state), line.subject, version, context_of(line, now))
        await transaction.execute(_COPY, line.subject, line.client_id, version, state["value"])
        await transaction.note([copied])

    def reactions(self) -> Mapping[str, list[Reaction]]:
        return {counter.CounterAdded.TYPE: [self]}


async def build(settings: Settings, roles: frozenset[str]) -> FastAPI:
    """Builds the service."""
    database = await open_database(settings)
    runtime = Runtime(settings.source, settings, roles, database)
    runtime.follow(settings.follows, handler(Mirror().reactions(), SystemClock()))
    return runtime.app


if __name__ == "__main__":
    main("mirror", Settings, build)
