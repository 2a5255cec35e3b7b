"""Reads the view: one thing with its history and links, the start page, lists, the timeline. Never writes.

Every read names its reader; row-level security shows it that reader's clients only, and of what one account alone may read
its own; provider-only events are left out for everybody else.
"""

import asyncio
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from chassis.database import Database, Row
from chassis.domain.actor import Side
from chassis.domain.refusal import Refusal
from chassis.process.wakeup import Wake
from contracts.vocabulary import EVERYONE, PROVIDER

from gateway.view.cards import normalise
from gateway.view.order import ORDERS, Sort
from gateway.view.paging import Cursor

WAIT_SECONDS = 5.0
"""How long a read waits for a version that the projection has not brought yet."""


@dataclass(frozen=True, slots=True)
class Reader:
    """On whose behalf the view is read: an account, its side, and the clients it may see."""

    account_id: UUID | None
    side: Side
    clients: tuple[UUID, ...]

    @property
    def scope(self) -> tuple[UUID, ...]:
        """Whose rows exist for this reader: its clients', what is shared, and its own account's."""
        shared = (EVERYONE, PROVIDER) if self.side == "provider" else (EVERYONE,)
        own = () if self.account_id is None else (self.account_id,)
        return (*self.clients, *shared, *own)

    @property
    def internal(self) -> bool:
        """True when provider-only events may be shown."""
        return self.side == "provider"


@dataclass(frozen=True, slots=True)
class One:
    """A thing as JSON texts, ready to be sent as they are."""

    version: int
    client_id: UUID
    state: str
    history: str
    links: str

    def to_json(self) -> bytes:
        """The state's fields with `history` and `links` beside them."""
        return f'{self.state[:-1]},"history":{self.history},"links":{self.links}}}'.encode()


@dataclass(frozen=True, slots=True)
class Filter:
    """Which things of a kind a list shows, and in which order; what is None does not narrow it."""

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
    """A page of a list: JSON texts of the states, the cursor of the next page, and how many there are in all."""

    items: list[str]
    next: str | None
    total: int

    def to_json(self) -> bytes:
        following = f'"{self.next}"' if self.next else "null"
        return f'{{"items":[{",".join(self.items)}],"next":{following},"total":{self.total}}}'.encode()


class View:
    """The unified client view, as it can be read."""

    def __init__(self, database: Database, projected: Wake, patience: float = WAIT_SECONDS) -> None:
        self._database = database
        self._projected = projected
        self._patience = patience

    async def one(self, reader: Reader, kind: str, thing_id: UUID, at_least: int | None = None) -> One:
        """A thing, at `at_least` this version; refuses `view.not_found`, or `view.not_there_yet` after some seconds."""
        found = await self._one(reader, kind, thing_id)
        if at_least is not None and (found is None or found.version < at_least):
            found = await self._wait_for(reader, kind, thing_id, at_least)
        if found is None:
            raise Refusal("view.not_found", "not_found", kind=kind, id=str(thing_id))
        return found

    async def _one(self, reader: Reader, kind: str, thing_id: UUID) -> One | None:
        async with self._database.connection(self._database.app) as connection:
            row = await connection.fetchrow(
                "SELECT * FROM read_one($1, $2, $3, $4)", _text(reader), thing_id, kind, reader.internal
            )
        return One(*row) if row else None

    async def _wait_for(self, reader: Reader, kind: str, thing_id: UUID, at_least: int) -> One:
        listener = self._projected.listener()
        try:
            async with asyncio.timeout(self._patience):
                while True:
                    found = await self._one(reader, kind, thing_id)
                    if found is not None and found.version >= at_least:
                        return found
                    await listener.wait(0.1)
        except TimeoutError:
            raise Refusal("view.not_there_yet", "refused", id=str(thing_id), at_least=at_least) from None
        finally:
            listener.close()

    async def start(self, reader: Reader) -> bytes:
        """The start page's data: what waits for the reader's side, what runs, and counts by next move."""
        async with self._database.connection(self._database.app) as connection:
            answer: str = await connection.fetchval(
                "SELECT read_start($1, $2, $3, $4)", _text(reader), reader.side, reader.account_id, reader.internal
            )
        return answer.encode()

    async def page(
        self,
        reader: Reader,
        kind: str,
        wanted: Filter,
        cursor: str | None = None,
        limit: int = 50,
        *,
        counted: bool = True,
    ) -> Page:
        """A page of things of a kind, in the order that is wanted; with how many there are in all, if `counted`."""
        condition, values = _condition(reader, kind, wanted)
        order, narrowed, more = ORDERS[wanted.sort], condition, []
        if cursor:
            after = Cursor.parse(cursor, wanted.sort)
            narrowed, more = f"{condition} AND {order.after(len(values) + 1)}", [after.place, after.id]
        async with self._database.transaction(*reader.scope) as transaction:
            rows = await transaction.rows(
                f"SELECT id, {order.place} AS place, state::text AS state FROM thing WHERE {narrowed} "
                f"ORDER BY {order.by()} LIMIT {limit + 1}",
                *values,
                *more,
            )
            total = 0
            if counted:
                total = await transaction.value(f"SELECT count(*) FROM thing WHERE {condition}", *values)
        last = rows[limit - 1] if len(rows) > limit else None
        following = Cursor(wanted.sort, last["place"], last["id"]).text() if last else None
        return Page([row["state"] for row in rows[:limit]], following, total)

    async def every(self, reader: Reader, kind: str, wanted: Filter) -> list[str]:
        """All things of a kind, as JSON texts, however many there are; for what can be chosen in a form."""
        found: list[str] = []
        cursor: str | None = None
        while True:
            page = await self.page(reader, kind, wanted, cursor, 500, counted=False)
            found += page.items
            cursor = page.next
            if cursor is None:
                return found

    async def client_of(self, reader: Reader, thing_id: UUID) -> UUID:
        """The client a thing belongs to; waits a moment for one that was made just now."""
        listener = self._projected.listener()
        try:
            for _ in range(20):
                async with self._database.transaction(*reader.scope) as transaction:
                    found = await transaction.value("SELECT client_id FROM thing WHERE id = $1", thing_id)
                if found is not None:
                    client_id: UUID = found
                    return client_id
                await listener.wait(0.1)
        finally:
            listener.close()
        raise Refusal("view.not_found", "not_found", id=str(thing_id))

    async def counts(self, reader: Reader) -> dict[str, int]:
        """How many things of each kind there are."""
        async with self._database.transaction(*reader.scope) as transaction:
            rows = await transaction.rows("SELECT kind, count(*) AS items FROM thing GROUP BY kind")
        return {row["kind"]: row["items"] for row in rows}

    async def timeline(
        self, reader: Reader, *, thing: UUID | None, client_id: UUID | None, after: int, limit: int
    ) -> list[Row]:
        """Events in the order they came into view, after a position; of one thing (and what is linked to it), or all."""
        async with self._database.transaction(*reader.scope) as transaction:
            return await transaction.rows(
                """SELECT l.*, t.title, t.label, t.kind FROM timeline l LEFT JOIN thing t ON t.id = l.subject
                WHERE l.position > $1 AND ($2 OR l.audience = 'all') AND ($3::uuid IS NULL OR l.client_id = $3)
                  AND ($4::uuid IS NULL OR l.subject = $4 OR l.subject IN (
                    SELECT subject FROM link WHERE other = $4 UNION SELECT other FROM link WHERE subject = $4))
                ORDER BY l.position LIMIT $5""",
                after,
                reader.internal,
                client_id,
                thing,
                limit,
            )


def _text(reader: Reader) -> str:
    return ",".join(map(str, reader.scope))


def _condition(reader: Reader, kind: str, wanted: Filter) -> tuple[str, list[Any]]:
    """The WHERE of a list. The clients stand in it beside row-level security, so that the index begins with them."""
    values: list[Any] = [list(reader.scope if wanted.client_id is None else (wanted.client_id,)), kind]
    parts = ["client_id = ANY($1::uuid[])", "kind = $2"]

    def add(part: str, value: Any) -> None:
        values.append(value)
        parts.append(part.replace("?", f"${len(values)}"))

    if wanted.status is not None:
        add("status = ANY(string_to_array(?, ','))", wanted.status)
    if wanted.open is not None:
        parts.append("open" if wanted.open else "NOT open")
    if wanted.next_side is not None:
        add("next_side = ?", wanted.next_side)
    if wanted.mine:
        add("next_account = ?", reader.account_id)
    if wanted.linked_to is not None:
        add("id IN (SELECT subject FROM link WHERE other = ?)", wanted.linked_to)
    words = normalise(wanted.query or "").split()
    if words:
        add("to_tsvector('simple', search) @@ to_tsquery('simple', ?)", " & ".join(f"{word}:*" for word in words[:8]))
    return " AND ".join(parts), values
