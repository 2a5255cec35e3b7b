"""The smallest service there can be: counters that are opened and added to. It has every room, in one file.

The chassis is tested with it; `python -m chassis.testing.counter` runs it like any other service.
"""

from dataclasses import dataclass, replace
from typing import Any, ClassVar
from uuid import UUID

import orjson
from fastapi import APIRouter, FastAPI, Request
from pydantic import BaseModel, Field
from starlette.responses import Response

from chassis.database import Transaction
from chassis.domain.refusal import Refusal
from chassis.http.command_runner import Answer, CommandRunner
from chassis.http.identity import Verifier
from chassis.identifiers import new_id
from chassis.journal.context import Context, check_version
from chassis.journal.recording import make_line, with_key
from chassis.process.clock import SystemClock
from chassis.process.command_line import main, open_database
from chassis.process.runtime import Runtime
from chassis.process.settings import ServiceSettings

TABLES = (
    "CREATE TABLE counter (id uuid PRIMARY KEY, client_id uuid NOT NULL, version int NOT NULL, value bigint NOT NULL);"
)
SCOPED = ("counter",)
INSERT = "INSERT INTO counter (id, client_id, version, value) VALUES ($1, $2, $3, $4)"
UPDATE = "UPDATE counter SET version = $3, value = $4 WHERE id = $1 AND client_id = $2"


class Settings(ServiceSettings):
    """`source` is the name its journal and topic go by, so that several can share one Kafka."""

    source: str = "counter"
    peer_urls: dict[str, str] = Field(default_factory=dict)

    def peers(self) -> dict[str, str]:
        return self.peer_urls


@dataclass(frozen=True, slots=True)
class Counter:
    """A number that only grows."""

    id: UUID
    client_id: UUID
    version: int = 0
    value: int = 0

    def state(self) -> dict[str, Any]:
        return {"id": str(self.id), "version": self.version, "value": self.value}


@dataclass(frozen=True, slots=True)
class Added:
    """Something was added."""

    TYPE: ClassVar[str] = "counter.counter.added.v1"
    AUDIENCE: ClassVar[str] = "all"
    added: int
    state: dict[str, Any]
    note: str = ""

    def to_bytes(self) -> bytes:
        return orjson.dumps({"added": self.added, "note": self.note, "state": self.state})


class Addition(BaseModel):
    """The body of both commands."""

    number: int = 1
    note: str = ""


async def open_counter(transaction: Transaction, context: Context, counter_id: UUID, note: str = "") -> Answer:
    """Opens a counter at zero."""
    return await _save(transaction, context, Counter(counter_id, context.client_id), 0, note, INSERT)


async def add(transaction: Transaction, context: Context, counter_id: UUID, number: int, note: str = "") -> Answer:
    """Adds to a counter; nothing cannot be added."""
    row = await transaction.row("SELECT * FROM counter WHERE id = $1 FOR UPDATE", counter_id)
    if row is None:
        raise Refusal("counter.not_found", "not_found")
    check_version(context.expected_version, row["version"])
    if number == 0:
        raise Refusal("counter.nothing_added")
    return await _save(transaction, context, Counter(**row), number, note, UPDATE)


async def _save(
    transaction: Transaction, context: Context, counter: Counter, number: int, note: str, statement: str
) -> Answer:
    after = replace(counter, version=counter.version + 1, value=counter.value + number)
    line = make_line("counter", Added(number, after.state(), note), after.id, after.version, context)
    values = (after.id, after.client_id, after.version, after.value)
    await transaction.write(statement, values, [with_key(line, context)])
    return Answer(after.id, after.version, orjson.dumps(after.state()), created=after.version == 1)


def counter_routes(runner: CommandRunner) -> APIRouter:
    """`POST /counters` and `POST /counters/{id}/add`."""
    router = APIRouter(prefix="/counters")

    @router.post("")
    async def open_(request: Request, body: Addition) -> Response:
        counter_id = new_id()
        return await runner.run(request, lambda tx, context: open_counter(tx, context, counter_id, body.note))

    @router.post("/{counter_id}/add")
    async def add_(request: Request, counter_id: UUID, body: Addition) -> Response:
        return await runner.run(request, lambda tx, context: add(tx, context, counter_id, body.number, body.note))

    return router


async def build(settings: Settings, roles: frozenset[str]) -> FastAPI:
    """The service."""
    database = await open_database(settings)
    runtime = Runtime(settings.source, settings, roles, database)
    runtime.relay()
    if "api" in roles:
        runner = CommandRunner(database, Verifier.from_file(settings.verify_key_file), SystemClock())
        runtime.serve(counter_routes(runner))
    return runtime.app


if __name__ == "__main__":
    main("counter", Settings(), build)
