"""The processes service on a real database: it takes commands and the lines of other services, and its timers fire."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import aiohttp
import orjson
import pytest
from chassis.command import Answer, Context
from chassis.database import Database, migrations
from chassis.domain.actor import Actor
from chassis.http.command_runner import Work
from chassis.identifiers import new_id
from chassis.inbox.reactions import handler
from chassis.journal.line import JournalLine
from chassis.process.clock import SetClock
from chassis.process.timers import Timer
from contracts.gateway.events import ClientChanged, ClientRegistered
from contracts.gateway.state import Client
from contracts.processes.commands import Decide, StartProcess
from processes.app import build
from processes.commands.change_process import Change, change_process
from processes.commands.decide import decide
from processes.commands.start_process import start_process
from processes.domain.decision import Decision
from processes.domain.process import Process
from processes.reactions import reactions
from processes.scenarios.loader import Catalogue, load_catalogue
from processes.settings import Settings
from processes.storage.decisions import DECISIONS
from processes.storage.processes import PROCESSES
from processes.storage.tables import SCOPED
from processes.timers import process_timers
from pydantic import SecretStr
from testkit import schema
from testkit.keys import KeyPair
from testkit.lines import a_line
from testkit.serving import served

MONDAY = datetime(2026, 3, 2, 9, tzinfo=UTC)


class Timers:
    """A replica's timers."""

    def __init__(self, database: Database, clock: SetClock, catalogue: Catalogue) -> None:
        self._timers = [Timer(database, clock, due) for due in process_timers(catalogue)]

    async def look(self) -> int:
        """Each looks once; returns how much was done."""
        return sum([await timer.look() for timer in self._timers])


class Service:
    """The service as one client and the other services use it."""

    def __init__(self, database: Database, catalogue: Catalogue) -> None:
        self.database = database
        self.catalogue = catalogue
        self.clock = SetClock(MONDAY)
        self.client_id = new_id()
        self.timers = Timers(database, self.clock, catalogue)
        self._handle = handler(reactions(catalogue), self.clock)

    def replica(self, catalogue: Catalogue | None = None) -> Timers:
        """Timers of another process, perhaps one that knows other scenarios."""
        return Timers(self.database, self.clock, catalogue or self.catalogue)

    async def run(self, work: Work, by: Actor) -> Answer:
        """One command in its transaction."""
        context = Context(by, self.client_id, self.clock.now(), correlation_id=new_id())
        async with self.database.transaction(self.client_id) as transaction:
            return await work(transaction, context)

    async def start(self, scenario: str, form: dict[str, Any], by: Actor, draft: bool = False) -> UUID:
        body, process_id = StartProcess(scenario=scenario, inputs=form, draft=draft), new_id()
        await self.run(lambda tx, context: start_process(tx, context, body, self.catalogue, process_id), by)
        return process_id

    async def change(self, process_id: UUID, change: Change, by: Actor) -> Answer:
        return await self.run(lambda tx, context: change_process(tx, context, process_id, change, self.catalogue), by)

    async def decide(self, decision: UUID, by: Actor, verdict: Any = "approved", option: str | None = None) -> Answer:
        body = Decide(verdict=verdict, option=option, reason="bo tak")
        return await self.run(lambda tx, context: decide(tx, context, decision, body, self.catalogue), by)

    async def hear(self, *lines: JournalLine) -> None:
        """Lines of other services arrive in one batch."""
        async with self.database.transaction() as transaction:
            await self._handle(transaction, lines)

    def joined(
        self, event: type[ClientRegistered] | type[ClientChanged] = ClientRegistered, **state: Any
    ) -> JournalLine:
        """The gateway tells of the client: of one in Poland unless `state` says something else."""
        known = {"id": self.client_id, "client_id": self.client_id, "version": 1, "name": "Młyn", **state}
        content = {"state": Client.model_validate(known).model_dump()}
        return self.line("gateway", event.TYPE, content, subject=self.client_id)

    async def process(self, process_id: UUID) -> Process:
        (row,) = await self.rows("SELECT state, state_version FROM process WHERE id = $1", process_id)
        return PROCESSES.read(row)

    async def decisions(self, process_id: UUID) -> list[Decision]:
        """The decisions of a process, oldest first (their ids grow with time)."""
        rows = await self.rows(
            "SELECT state, state_version FROM decision WHERE process_id = $1 ORDER BY id", process_id
        )
        return list(map(DECISIONS.read, rows))

    async def journal(self, subject: UUID | None = None) -> list[Any]:
        """The client's journal, or the history of one thing."""
        lines = await self.rows("SELECT * FROM journal ORDER BY subject, version")
        return [line for line in lines if subject in (None, line["subject"])]

    async def asked(self, process_id: UUID, step: str) -> Any:
        """The newest request of a step, as its addressee reads it, with the journal line around it."""
        lines = [line for line in await self.journal(process_id) if line["addressee"] is not None]
        return next(line for line in reversed(lines) if orjson.loads(line["data"])["step"] == step)

    async def rows(self, sql: str, *values: Any) -> list[Any]:
        async with self.database.transaction(self.client_id) as transaction:
            return await transaction.rows(sql, *values)

    def line(self, source: str, type_: str, content: dict[str, Any], **fields: Any) -> JournalLine:
        """Something another service said about this client."""
        data = orjson.dumps(content, default=str)
        return a_line(source=source, type=type_, client_id=self.client_id, data=data, **fields)


@pytest.fixture(scope="session")
def keys() -> KeyPair:
    return KeyPair()


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    return load_catalogue()


@pytest.fixture(scope="session")
def addresses(platform: Any) -> schema.Addresses:
    return schema.Addresses(*platform.database("processes"))


@pytest.fixture(scope="session")
def settings(addresses: schema.Addresses, tmp_path_factory: pytest.TempPathFactory, keys: KeyPair) -> Settings:
    """Settings of a service whose database has been migrated; no Kafka."""
    verify_key: Path = tmp_path_factory.mktemp("keys") / "verify.pem"
    verify_key.write_text(keys.public_pem)
    settings = Settings(
        migration_url=SecretStr(addresses.migration),
        app_url=SecretStr(addresses.app),
        system_url=SecretStr(addresses.system),
        kafka="127.0.0.1:1",
        feed_token=SecretStr("feed"),
        verify_key_file=verify_key,
    )
    migrations.upgrade("processes", settings)
    return settings


@pytest.fixture
async def database(settings: Settings, addresses: schema.Addresses) -> AsyncIterator[Database]:  # noqa: ARG001
    """The migrated database, empty: timers look at everybody's processes."""
    await schema.empty(addresses, SCOPED)
    database = await schema.connect(addresses)
    yield database
    await database.close()


@pytest.fixture
async def service(database: Database, catalogue: Catalogue) -> Service:
    """The service with a client that it knows."""
    service = Service(database, catalogue)
    await service.hear(service.joined())
    return service


class HttpClient:
    """The service's HTTP side."""

    def __init__(self, session: aiohttp.ClientSession, keys: KeyPair, client_id: UUID) -> None:
        self._session = session
        self._keys = keys
        self.client_id = client_id

    async def post(self, by: Actor, path: str, body: Any, **headers: str) -> Any:
        """Status and content of the answer to a command."""
        signed = self._keys.headers(by, self.client_id, **headers)
        async with self._session.post(path, json=body, headers=signed) as answer:
            return answer.status, await answer.json(content_type=None)


@pytest.fixture
async def http(settings: Settings, keys: KeyPair, service: Service) -> AsyncIterator[HttpClient]:
    app = await build(settings, frozenset({"api"}))
    async with served(app) as address, aiohttp.ClientSession(address) as session:
        yield HttpClient(session, keys, service.client_id)
