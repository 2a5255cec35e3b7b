"""Reads the view: one thing with its history and links, the start page, lists, the timeline. Nothing is written here.

Every read names its reader. Row-level security limits it to that reader's clients, and to the reader's own rows among
those that only one account may read; provider-only events are shown to the provider only.
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

from gateway.view.cursors import Cursor
from gateway.view.sort_orders import SORT_ORDERS, Sort
from gateway.view.summaries import normalise

WAIT_SECONDS = 5.0
"""How long a read waits for a version that has not been projected yet."""


@dataclass(frozen=True, slots=True)
class Reader:
    """The account for which the view is read, its side, and the clients it may see."""

    account_id: UUID | None
    side: Side
    clients: tuple[UUID, ...]

    @property
    def scope(self) -> tuple[UUID, ...]:
        """Returns the ids whose rows this reader may see: its clients, the shared ones, and its own account."""
        shared = (EVERYONE, PROVIDER) if self.side == "provider" else (EVERYONE,)
        own = () if self.account_id is None else (self.account_id,)
        return (*self.clients, *shared, *own)

    @property
    def sees_internal(self) -> bool:
        """Tells whether provider-only events may be shown."""
        return self.side == "provider"


@dataclass(frozen=True, slots=True)
class Thing:
    """A thing as JSON texts that are sent as they are."""

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

    def __init__(self, database: Database, projected: Wake, wait_seconds: float = WAIT_SECONDS) -> None:
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
        async with self._database.connection(self._database.app) as connection:
            row = await connection.fetchrow(
                "SELECT * FROM read_one($1, $2, $3, $4)", _scope_text(reader), thing_id, kind, reader.sees_internal
            )
        return Thing(*row) if row else None

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
        async with self._database.connection(self._database.app) as connection:
            answer: str = await connection.fetchval(
                "SELECT read_start($1, $2, $3, $4)",
                _scope_text(reader),
                reader.side,
                reader.account_id,
                reader.sees_internal,
            )
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
        condition, values = _condition(reader, kind, filters)
        order, page_condition, page_values = SORT_ORDERS[filters.sort], condition, []
        if cursor:
            after = Cursor.parse(cursor, filters.sort)
            page_condition, page_values = f"{condition} AND {order.after(len(values) + 1)}", [after.sort_key, after.id]
        async with self._database.transaction(*reader.scope) as transaction:
            rows = await transaction.rows(
                f"SELECT id, {order.sort_key} AS sort_key, state::text AS state FROM thing WHERE {page_condition} "
                f"ORDER BY {order.order_by()} LIMIT {limit + 1}",
                *values,
                *page_values,
            )
            total = 0
            if with_total:
                total = await transaction.value(f"SELECT count(*) FROM thing WHERE {condition}", *values)
        last = rows[limit - 1] if len(rows) > limit else None
        following = Cursor(filters.sort, last["sort_key"], last["id"]).text() if last else None
        return Page([row["state"] for row in rows[:limit]], following, total)

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
                    found = await transaction.value("SELECT client_id FROM thing WHERE id = $1", thing_id)
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
        async with self._database.transaction(*reader.scope) as transaction:
            return await transaction.rows(
                """SELECT l.*, t.title, t.label, t.kind FROM timeline l LEFT JOIN thing t ON t.id = l.subject
                WHERE l.position > $1 AND ($2 OR l.audience = 'all') AND ($3::uuid IS NULL OR l.client_id = $3)
                  AND ($4::uuid IS NULL OR l.subject = $4 OR l.subject IN (
                    SELECT subject FROM link WHERE other = $4 UNION SELECT other FROM link WHERE subject = $4))
                ORDER BY l.position LIMIT $5""",
                after,
                reader.sees_internal,
                client_id,
                thing,
                limit,
            )


def _scope_text(reader: Reader) -> str:
    return ",".join(map(str, reader.scope))


def _condition(reader: Reader, kind: str, filters: Filter) -> tuple[str, list[Any]]:
    """Returns the WHERE clause of a list and its values. It names the clients, because the index begins with them."""
    values: list[Any] = [list(reader.scope if filters.client_id is None else (filters.client_id,)), kind]
    parts = ["client_id = ANY($1::uuid[])", "kind = $2"]

    def add(part: str, value: Any) -> None:
        values.append(value)
        parts.append(part.replace("?", f"${len(values)}"))

    if filters.status is not None:
        add("status = ANY(string_to_array(?, ','))", filters.status)
    if filters.open is not None:
        parts.append("open" if filters.open else "NOT open")
    if filters.next_side is not None:
        add("next_side = ?", filters.next_side)
    if filters.mine:
        add("next_account = ?", reader.account_id)
    if filters.linked_to is not None:
        add("id IN (SELECT subject FROM link WHERE other = ?)", filters.linked_to)
    words = normalise(filters.query or "").split()
    if words:
        add("to_tsvector('simple', search) @@ to_tsquery('simple', ?)", " & ".join(f"{word}:*" for word in words[:8]))
    return " AND ".join(parts), values
