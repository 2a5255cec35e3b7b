"""One trace goes from the request through the journal into the reaction, with one span per hop."""

from collections.abc import AsyncIterator, Awaitable, Callable, Iterator

import aiohttp
import pytest
from chassis.database import Database
from chassis.http.command_runner import CommandRunner
from chassis.process.clock import SystemClock
from fastapi import FastAPI
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from testkit import counter
from testkit.following import ANNA, CLIENT, Owner, consuming
from testkit.keys import KeyPair
from testkit.serving import served

from chassis import telemetry

MakeDatabase = Callable[..., Awaitable[Database]]
PARENT = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"


@pytest.fixture
def spans() -> Iterator[InMemorySpanExporter]:
    exporter = InMemorySpanExporter()
    provider = TracerProvider(shutdown_on_exit=False)
    provider.add_span_processor(SimpleSpanProcessor(exporter))
    telemetry.record_with(provider)
    yield exporter
    telemetry.record_nothing()


@pytest.fixture
async def session(database: Database, keys: KeyPair) -> AsyncIterator[aiohttp.ClientSession]:
    app = FastAPI()
    app.include_router(counter.counter_routes(CommandRunner(database, keys.verifier, SystemClock())))
    async with served(app) as address, aiohttp.ClientSession(address) as session:
        yield session


async def test_a_trace_goes_from_the_request_through_the_journal_into_the_reaction(
    session: aiohttp.ClientSession,
    database: Database,
    open_database: MakeDatabase,
    keys: KeyPair,
    spans: InMemorySpanExporter,
) -> None:
    owner = Owner(database, "counter")
    headers = keys.headers(ANNA, CLIENT, traceparent=PARENT)
    async with session.post("/counters", json={}, headers=headers) as answer:
        assert answer.status == 201
    async with owner.here(), consuming(await open_database("mirror"), owner) as consumer:
        await consumer.follower.catch_up()

    request, reaction = spans.get_finished_spans()
    assert (request.name, reaction.name) == ("POST /counters", "process counter.counter.added.v1")
    assert {span.context.trace_id for span in (request, reaction)} == {int(PARENT.split("-")[1], 16)}
    assert reaction.parent is not None
    assert reaction.parent.span_id == request.context.span_id


async def test_without_a_collector_the_callers_trace_is_still_passed_on(
    session: aiohttp.ClientSession, database: Database, keys: KeyPair
) -> None:
    headers = keys.headers(ANNA, CLIENT, traceparent=PARENT)
    async with session.post("/counters", json={}, headers=headers):
        pass

    (line,) = await Owner(database, "counter").lines()
    assert line.traceparent == PARENT
