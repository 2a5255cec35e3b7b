"""A migrated database of the service, and a small world of people in it to whom things happen."""

from collections import Counter
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import asyncpg
import pytest
from chassis.database import Database, Row
from chassis.database.migrations import upgrade
from chassis.domain.actor import SYSTEM, Actor
from chassis.identifiers import SHARDS, new_id, shard_of
from chassis.inbox.applying import Inbox
from chassis.inbox.watermarks import continue_generation
from chassis.journal.line import JournalLine
from chassis.journal.reading import Heads
from chassis.process.clock import SetClock
from contracts.envelope import Event
from contracts.gateway.events import AccountCreated, ClientRegistered
from contracts.gateway.state import Account, Client, Role
from contracts.tickets.state import Ticket
from contracts.vocabulary import PROVIDER, Language, Named, NextMove, Side
from notifications.reactions import SOURCES
from notifications.reactions.batches import batch_handler
from notifications.settings import Settings
from pydantic import SecretStr
from testkit.lines import GENERATION, a_line

NOW = datetime(2026, 11, 2, 9, 30, tzinfo=UTC)
ACME, OTHER = UUID(int=7), UUID(int=8)


def account(
    number: int, name: str, side: Side, *roles: Role, client: UUID = ACME, language: Language = "pl"
) -> Account:
    """An account, active, with a mail address of its name."""
    home = PROVIDER if side == "provider" else client
    return Account(
        id=UUID(int=100 + number),
        client_id=home,
        version=1,
        email=f"{name.lower()}@example.com",
        name=name,
        side=side,
        roles=list(roles),
        language=language,
        clients=[ACME] if side == "provider" else [],
    )


ANNA = account(1, "Anna", "client", "requester")
DOROTA = account(2, "Dorota", "client", "decider")
ADAM = account(3, "Adam", "client", "administrator")
TOMEK = account(4, "Tomek", "provider", "technician")
KASIA = account(5, "Kasia", "provider", "coordinator", language="en")
OLEK = account(6, "Olek", "client", "administrator", "decider", client=OTHER)
EVERYBODY = (ANNA, DOROTA, ADAM, TOMEK, KASIA, OLEK)


def actor(who: Account) -> Actor:
    """The account as it acts."""
    return Actor(who.side, who.name, who.id, frozenset(who.roles))


def named(who: Account) -> Named:
    """The account as others refer to it."""
    return Named(id=who.id, name=who.name)


def ticket(**fields: Any) -> Ticket:
    """Anna's ticket, new and waiting for the team."""
    values: dict[str, Any] = {
        "id": new_id(),
        "client_id": ACME,
        "version": 1,
        "number": "T-1",
        "type": "incident",
        "title": "Drukarka nie drukuje",
        "status": "new",
        "priority": "normal",
        "requester": named(ANNA),
        "opened_at": NOW,
        "next_move": move("provider", "take"),
    }
    return Ticket(**{**values, **fields})


def move(side: Side, asks: str, who: Account | None = None, **fields: Any) -> NextMove:
    """Whose move it is, since now."""
    return NextMove(**{"side": side, "asks": asks, "since": NOW, "account": named(who) if who else None, **fields})


@dataclass
class World:
    """The service's inbox on a real database, fed with lines as they come from the others' journals."""

    database: Database
    clock: SetClock
    inbox: Inbox
    places: Counter[tuple[str, int]]

    def line(self, event: Event, by: Account | None = None, **fields: Any) -> JournalLine:
        """The next line of its shard; the system acts if nobody is named."""
        who = actor(by) if by else SYSTEM
        content = event.model_dump(mode="json")
        state = content.get("state", {})
        subject = fields.pop("subject", None) or UUID(state["id"])
        source = event.TYPE.split(".")[0]
        self.places[source, shard_of(subject)] += 1
        values: dict[str, Any] = {
            "source": source,
            "type": event.TYPE,
            "version": state.get("version", 1),
            "client_id": UUID(state["client_id"]) if state else ACME,
            "occurred_at": NOW,
            "recorded_at": NOW,
            "actor_side": who.side,
            "actor_name": who.name,
            "actor_id": who.id,
            "audience": event.AUDIENCE,
            "addressee": getattr(event, "ADDRESSEE", None),
            "data": event.to_bytes(),
            "seq": self.places[source, shard_of(subject)],
        }
        return a_line(subject, **{**values, **fields})

    async def apply(self, *lines: JournalLine) -> None:
        """Applies lines; a gap, or a line that was parked, fails the test."""
        assert not await self.inbox.apply(lines, "test")
        assert not await self.rows("SELECT type, reason, detail FROM parked")

    async def happens(self, event: Event, by: Account | None = None, **fields: Any) -> JournalLine:
        """Applies an event, and returns its line so that it can come again."""
        line = self.line(event, by, **fields)
        await self.apply(line)
        return line

    async def joined(self) -> None:
        """The journals are known; everybody has an account, and both clients have names."""
        nothing = [0] * SHARDS
        async with self.database.transaction() as transaction:
            for source in SOURCES:
                heads = Heads(GENERATION, nothing, nothing, [(GENERATION, nothing)])
                await continue_generation(transaction, source, heads)
        clients = [
            Client(id=one, client_id=one, version=1, name=name) for one, name in ((ACME, "Acme"), (OTHER, "Other"))
        ]
        events: list[Event] = [ClientRegistered(state=client) for client in clients]
        await self.apply(*[self.line(event) for event in [*events, *[AccountCreated(state=one) for one in EVERYBODY]]])

    async def told(self, who: Account) -> list[str]:
        """The codes of what the account was told, oldest first."""
        rows = await self.rows("SELECT code FROM notification WHERE account_id = $1 ORDER BY id", who.id)
        return [row["code"] for row in rows]

    async def unread(self, who: Account) -> list[str]:
        """The codes of what the account has not read yet, in the order of the alphabet."""
        rows = await self.rows("SELECT code FROM notification WHERE account_id = $1 AND read_at IS NULL", who.id)
        return sorted(row["code"] for row in rows)

    async def nobody_else_but(self, *people: Account) -> bool:
        rows = await self.rows("SELECT DISTINCT account_id FROM notification")
        return {row["account_id"] for row in rows} == {one.id for one in people}

    async def rows(self, sql: str, *values: Any) -> Sequence[Row]:
        async with self.database.system_transaction() as transaction:
            return await transaction.rows(sql, *values)

    async def value(self, sql: str, *values: Any) -> Any:
        async with self.database.system_transaction() as transaction:
            return await transaction.value(sql, *values)

    async def own_lines(self, event_type: str) -> list[dict[str, Any]]:
        """The service's own journal lines of a type, as rows."""
        return [
            dict(row)
            for row in await self.rows("SELECT * FROM journal WHERE type = $1 ORDER BY recorded_at", event_type)
        ]

    def later(self, by: timedelta) -> None:
        self.clock.forward(by)

    def renamed(self, line: JournalLine) -> JournalLine:
        """The same event at another place, as after a journal that was written anew."""
        self.places[line.source, line.shard] += 1
        return replace(line, seq=self.places[line.source, line.shard])


@pytest.fixture(scope="session")
def settings(platform: Any) -> Settings:
    """Settings with the addresses of a migrated database."""
    urls = platform.database("notifications")
    made = Settings(
        migration_url=SecretStr(urls.migration_url),
        app_url=SecretStr(urls.app_url),
        system_url=SecretStr(urls.system_url),
    )
    upgrade("notifications", made)
    return made


@pytest.fixture
async def database(settings: Settings) -> AsyncIterator[Database]:
    """The database as on its first day."""
    connection = await asyncpg.connect(settings.migration_url.get_secret_value())
    await connection.execute(
        """TRUNCATE journal, inbox, parked, lease, account, client, person, preferences, thing_snapshot, notification,
        webhook, delivery; UPDATE journal_shard SET head = 0 WHERE head > 0"""
    )
    await connection.close()
    app, system = settings.app_url.get_secret_value(), settings.system_url.get_secret_value()
    opened = await Database.connect(app, system)
    yield opened
    await opened.close()


@pytest.fixture
async def world(database: Database) -> World:
    """Everybody has joined; mail is on."""
    clock = SetClock(NOW)
    made = World(database, clock, Inbox(database.transaction, batch_handler(clock, mail=True)), Counter())
    await made.joined()
    return made


class People:
    """Who and what the tests speak of."""

    now, acme, other = NOW, ACME, OTHER
    anna, dorota, adam, tomek, kasia, olek = EVERYBODY
    account, named, ticket, move, actor = (staticmethod(one) for one in (account, named, ticket, move, actor))

    @staticmethod
    def created(who: Account) -> Event:
        return AccountCreated(state=who)


@pytest.fixture(scope="session")
def people() -> type[People]:
    return People
