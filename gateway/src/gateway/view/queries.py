"""Reads the view: one thing with its history and links, the start page, lists, the timeline. Nothing is written here.

Every read names its reader. Row-level security limits it to that reader's clients, and to the reader's own rows among
those that only one account may read; provider-only events are shown to the provider only.
"""

import asyncio
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from chassis.database import Database, Row
from chassis.database.statements import Statement
from chassis.database.transaction import scope_text
from chassis.domain.actor import Actor, Side
from chassis.domain.refusal import Refusal
from chassis.process.wakeup import Wakeup
from contracts.vocabulary import EVERYONE, PROVIDER
from sqlalchemy import Boolean, Text, Uuid, bindparam, func, select

from gateway.storage import tables
from gateway.view.allowed_moves import with_allowed
from gateway.view.cursors import Cursor
from gateway.view.list_statements import PageShape, count_statement, page_statement
from gateway.view.sort_orders import Sort
from gateway.view.summaries import normalise
from gateway.view.timeline_statements import page_of_events

WAIT_SECONDS = 5.0
"""How long a read waits for a version that has not been projected yet."""
_CLIENTS, _INTERNAL = bindparam("clients", type_=Text), bindparam("internal", type_=Boolean)
_ONE = func.read_one(_CLIENTS, bindparam("id", type_=Uuid), bindparam("kind", type_=Text), _INTERNAL)
_READ_ONE = Statement(select(_ONE.table_valued("version", "client_id", "state", "moves", "history", "links")))
_READ_START = Statement(
    select(func.read_start(_CLIENTS, bindparam("side", type_=Text), bindparam("account", type_=Uuid)))
)
_CLIENT_OF = Statement(select(tables.thing.c.client_id).where(tables.thing.c.id == bindparam("id")))


@dataclass(frozen=True, slots=True)
class Reader:
    """The account for which the view is read, its side, the clients it may see, and its roles there."""

    account_id: UUID | None
    side: Side
    clients: tuple[UUID, ...]
    roles: frozenset[str] = frozenset()
    person_id: UUID | None = None

    @property
    def scope(self) -> tuple[UUID, ...]:
        """Returns the ids whose rows this reader may see: its clients, the shared ones, and its own account."""
        shared = (EVERYONE, PROVIDER) if self.side == "provider" else (EVERYONE,)
        own = () if self.account_id is None else (self.account_id,)
        return (*self.clients, *shared, *own)

    @property
    def actor(self) -> Actor:
        """Returns the reader as rights are judged."""
        return Actor(self.side, "", self.account_id, self.roles, self.person_id)

    @property
    def sees_internal(self) -> bool:
        """Tells whether provider-only events may be shown."""
        return self.side == "provider"


@dataclass(frozen=True, slots=True)
class Thing:
    """A thing as JSON texts that are sent as they are; `state` says what the reader may do with it."""

    version: int
    client_id: UUID
    state: str
    history: str
    links: str

    def to_json(self) -> bytes:
        """Returns the state's fields with `history` and `links` beside them."""
        return f'{self.state[:-1]},"history":{self.history},"links":{self.links}}}'.encode()


@dataclass(frozen=True, slots=True)
class Filter:
    """The conditions and the order of a list; a condition that is None does not apply."""

    client_id: UUID | None = None
    status: str | None = None
    open: bool | None = None
    next_side: str | None = None
    mine: bool = False
    query: str | None = None
    linked_to: UUID | None = None
    sort: Sort = "newest"


@dataclass(frozen=True, slots=True)
class Page:
    """A page of a list: the states as JSON texts, the cursor of the next page, and the total number of things."""

    items: list[str]
    next: str | None
    total: int

    def to_json(self) -> bytes:
        following = f'"{self.next}"' if self.next else "null"
        return f'{{"items":[{",".join(self.items)}],"next":{following},"total":{self.total}}}'.encode()


class View:
    """The queries over the unified client view."""

    def __init__(self, database: Database, projected: Wakeup, wait_seconds: float = WAIT_SECONDS) -> None:
        self._database = database
        self._projected = projected
        self._wait_seconds = wait_seconds

    async def thing(self, reader: Reader, kind: str, thing_id: UUID, at_least: int | None = None) -> Thing:
        """Returns a thing at this version or a newer one; refuses `view.not_found`, and `view.not_there_yet` in the end."""
        found = await self._read_thing(reader, kind, thing_id)
        if at_least is not None and (found is None or found.version < at_least):
            found = await self._wait_for(reader, kind, thing_id, at_least)
        if found is None:
            raise Refusal("view.not_found", "not_found", kind=kind, id=str(thing_id))
        return found

    async def _read_thing(self, reader: Reader, kind: str, thing_id: UUID) -> Thing | None:
        query = _READ_ONE(clients=scope_text(reader.scope), id=thing_id, kind=kind, internal=reader.sees_internal)
        async with self._database.connection(self._database.app) as connection:
            row = await connection.fetchrow(*query)
        if row is None:
            return None
        version, client_id, state, moves, history, links = row
        return Thing(version, client_id, with_allowed(state, moves, reader.actor), history, links)

    async def _wait_for(self, reader: Reader, kind: str, thing_id: UUID, at_least: int) -> Thing:
        listener = self._projected.listener()
        try:
            async with asyncio.timeout(self._wait_seconds):
                while True:
                    found = await self._read_thing(reader, kind, thing_id)
                    if found is not None and found.version >= at_least:
                        return found
                    await listener.wait(0.1)
        except TimeoutError:
            raise Refusal("view.not_there_yet", "refused", id=str(thing_id), at_least=at_least) from None
        finally:
            listener.close()

    async def start_page(self, reader: Reader) -> bytes:
        """Returns the start page's JSON: what waits for the reader's side, what runs, and counts by next move."""
        query = _READ_START(clients=scope_text(reader.scope), side=reader.side, account=reader.account_id)
        async with self._database.connection(self._database.app) as connection:
            answer: str = await connection.fetchval(*query)
        return answer.encode()

    async def page(
        self,
        reader: Reader,
        kind: str,
        filters: Filter,
        cursor: str | None = None,
        limit: int = 50,
        *,
        with_total: bool = True,
    ) -> Page:
        """Returns a page of things of a kind; its total is 0 unless `with_total`."""
        values = _values(reader, kind, filters)
        conditions, after = tuple(values), Cursor.parse(cursor, filters.sort) if cursor else None
        place = {"after_key": after.sort_key, "after_id": after.id} if after else {}
        statement = page_statement(PageShape(conditions, filters.sort, limit + 1, after is not None))
        async with self._database.transaction(*reader.scope) as transaction:
            rows = await transaction.rows(*statement(**values, **place))
            total = await transaction.value(*count_statement(conditions)(**values)) if with_total else 0
        last = rows[limit - 1] if len(rows) > limit else None
        following = Cursor(filters.sort, last["sort_key"], last["id"]).text() if last else None
        actor = reader.actor
        items = [with_allowed(row["state"], row["moves"], actor) for row in rows[:limit]]
        return Page(items, following, total)

    async def all_things(self, reader: Reader, kind: str, filters: Filter) -> list[str]:
        """Returns all things of a kind as JSON texts, for the options of a form."""
        found: list[str] = []
        cursor: str | None = None
        while True:
            page = await self.page(reader, kind, filters, cursor, 500, with_total=False)
            found += page.items
            cursor = page.next
            if cursor is None:
                return found

    async def client_of(self, reader: Reader, thing_id: UUID) -> UUID:
        """Returns the client a thing belongs to; waits a moment for a thing that was made just now."""
        listener = self._projected.listener()
        try:
            for _ in range(20):
                async with self._database.transaction(*reader.scope) as transaction:
                    found = await transaction.value(*_CLIENT_OF(id=thing_id))
                if found is not None:
                    client_id: UUID = found
                    return client_id
                await listener.wait(0.1)
        finally:
            listener.close()
        raise Refusal("view.not_found", "not_found", id=str(thing_id))

    async def timeline(
        self, reader: Reader, *, thing: UUID | None, client_id: UUID | None, after: int, limit: int
    ) -> list[Row]:
        """Returns events after a position, in the order they were projected: of one thing and its links, or of all."""
        statement = page_of_events(
            internal=reader.sees_internal, of_client=client_id is not None, of_thing=thing is not None
        )
        query = statement(after=after, limit=limit, client_id=client_id, thing=thing)
        async with self._database.transaction(*reader.scope) as transaction:
            return await transaction.rows(*query)


def _values(reader: Reader, kind: str, filters: Filter) -> dict[str, Any]:
    """Returns the conditions of a list by name, with their values."""
    words = normalise(filters.query or "").split()[:8]
    given = {
        "clients": list(reader.scope if filters.client_id is None else (filters.client_id,)),
        "kind": kind,
        "statuses": None if filters.status is None else filters.status.split(","),
        "open": filters.open or None,
        "closed": filters.open is False or None,
        "next_side": filters.next_side,
        "linked_to": filters.linked_to,
        "words": " & ".join(f"{word}:*" for word in words) or None,
    }
    values = {name: value for name, value in given.items() if value is not None}
    return values | ({"next_account": reader.account_id} if filters.mine else {})
