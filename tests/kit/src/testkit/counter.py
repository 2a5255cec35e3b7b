"""The smallest possible service: counters that are opened and added to. One file holds all its parts.

The chassis is tested with it. `python -m testkit.counter` runs it like any other service.
"""

from dataclasses import dataclass, replace
from typing import Any, ClassVar
from uuid import UUID

import orjson
from chassis.command import Answer, Context
from chassis.database import Transaction
from chassis.database.repository import Repository
from chassis.database.state_codec import StateCodec
from chassis.database.tables import derived, thing_table
from chassis.domain.event import Event
from chassis.domain.refusal import Refusal
from chassis.domain.stored import Stored
from chassis.http.command_runner import CommandRunner
from chassis.http.identity import Verifier
from chassis.identifiers import new_id
from chassis.journal.publication import Publication
from chassis.process.clock import SystemClock
from chassis.process.command_line import main, open_database
from chassis.process.runtime import Runtime
from chassis.process.settings import ServiceSettings
from fastapi import APIRouter, FastAPI, Request
from pydantic import BaseModel, Field
from sqlalchemy import BigInteger, MetaData
from starlette.responses import Response

TABLES = """
CREATE TABLE counter (id uuid PRIMARY KEY, client_id uuid NOT NULL, version int NOT NULL, state_version smallint NOT NULL,
  state json NOT NULL, value bigint NOT NULL);
CREATE FUNCTION counter_insert(clients text, new json, shard smallint, lines json) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  PERFORM set_config('app.clients', clients, true);
  INSERT INTO counter SELECT * FROM json_populate_record(NULL::counter, new);
  PERFORM journal_append(shard, lines);
END $$;
"""
SCOPED = ("counter",)
TABLE = thing_table("counter", MetaData(), derived("value", BigInteger), insert_function="counter_insert")


class Settings(ServiceSettings):
    """`source` names its journal and its topic, so that several counter services can share one Kafka."""

    source: str = "counter"
    peer_urls: dict[str, str] = Field(default_factory=dict)

    def peers(self) -> dict[str, str]:
        return self.peer_urls


@dataclass(frozen=True, slots=True)
class Counter(Stored):
    """A number that only grows."""

    id: UUID
    client_id: UUID
    version: int = 0
    value: int = 0


@dataclass(frozen=True, slots=True)
class Opened(Event):
    """A counter was opened at zero."""

    counter: Counter
    added: int = 0
    note: str = ""


@dataclass(frozen=True, slots=True)
class Added(Event):
    """A number was added."""

    added: int
    note: str = ""


class State(BaseModel):
    """The public state of a counter."""

    id: UUID
    version: int
    value: int


class CounterAdded(BaseModel):
    """A number was added. The first event of a counter adds zero."""

    TYPE: ClassVar[str] = "counter.counter.added.v1"
    AUDIENCE: ClassVar[str] = "all"
    added: int
    state: State
    note: str = ""

    def to_bytes(self) -> bytes:
        return self.model_dump_json().encode()


def evolve(counter: Counter | None, event: Opened | Added) -> Counter:
    """Returns the counter after the event."""
    if isinstance(event, Opened):
        return replace(event.counter, version=1)
    assert counter is not None, "nothing is added to a counter before it was opened"
    return replace(counter, version=counter.version + 1, value=counter.value + event.added)


COUNTERS = Repository(
    TABLE,
    StateCodec(Counter),
    Publication("counter", State, {Opened: CounterAdded, Added: CounterAdded}),
    evolve,
    "counter.not_found",
)


class Addition(BaseModel):
    """The body of both commands."""

    number: int = 1
    note: str = ""


def a_row(counter_id: UUID, client_id: UUID, version: int = 1) -> dict[str, Any]:
    """Returns the values of a counter's row, for tests of the database."""
    row = {"id": counter_id, "client_id": client_id, "version": version, "value": 0}
    return {**row, "state_version": 1, "state": orjson.dumps(row, default=str).decode()}


async def open_counter(transaction: Transaction, context: Context, counter_id: UUID, note: str = "") -> Answer:
    """Opens a counter at zero."""
    opened = Opened(context.now, context.actor, Counter(counter_id, context.client_id), note=note)
    return await COUNTERS.save(transaction, context, None, [opened])


async def add(transaction: Transaction, context: Context, counter_id: UUID, number: int, note: str = "") -> Answer:
    """Adds a number to a counter. Refuses zero."""
    counter = await COUNTERS.get(transaction, counter_id, context.expected_version)
    if number == 0:
        raise Refusal("counter.nothing_added")
    return await COUNTERS.save(transaction, context, counter, [Added(context.now, context.actor, number, note)])


def counter_routes(runner: CommandRunner) -> APIRouter:
    """Returns `POST /counters` and `POST /counters/{id}/add`."""
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
    """Builds the service."""
    database = await open_database(settings)
    runtime = Runtime(settings.source, settings, roles, database)
    runtime.relay()
    if "api" in roles:
        runner = CommandRunner(database, Verifier.from_file(settings.verify_key_file), SystemClock())
        runtime.serve(counter_routes(runner))
    return runtime.app


if __name__ == "__main__":
    main("counter", Settings, build)
