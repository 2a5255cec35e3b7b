"""Stores things of one kind in PostgreSQL: finds them for a command, and saves their row and journal lines together."""

from collections.abc import Callable, Sequence
from typing import Any, Generic, Protocol, TypeVar
from uuid import UUID

from sqlalchemy import Table, bindparam, select
from sqlalchemy.sql.elements import ColumnElement

from chassis.command import Answer, Context, check_version
from chassis.database.bulk_write import write_things
from chassis.database.row_write import RowWrite
from chassis.database.state_codec import StateCodec
from chassis.database.statements import Query, Statement
from chassis.database.tables import derived_values
from chassis.database.transaction import Row, Transaction
from chassis.domain.event import Event
from chassis.domain.refusal import Refusal
from chassis.journal.line import JournalLine
from chassis.journal.publication import Publication
from chassis.journal.recording import with_key
from chassis.journal.writing import stale_row


class Thing(Protocol):
    """The attributes that every stored thing has. `version` grows by one with every event."""

    @property
    def id(self) -> UUID: ...
    @property
    def client_id(self) -> UUID: ...
    @property
    def version(self) -> int: ...


T = TypeVar("T", bound=Thing)
Evolve = Callable[[Any, Any], T]
"""Returns the thing after an event: `(thing or None, event) -> thing`."""


class Repository(Generic[T]):
    """Reads and saves the things of one table."""

    def __init__(
        self, table: Table, codec: StateCodec[T], publication: Publication[T], evolve: Evolve[T], not_found: str
    ) -> None:
        """`not_found` is the code of the refusal when no thing has the id."""
        self.table = table
        self.codec = codec
        self.publication = publication
        self._evolve = evolve
        self._not_found = not_found
        self._by_id = self.select(table.c.id == bindparam("id"))

    def select(self, *conditions: ColumnElement[bool], locked: bool = True, **more: Any) -> Statement:
        """Returns a statement that finds things, by default locked for the transaction. `more`: `order_by`, `limit`."""
        statement = select(self.table.c.state, self.table.c.state_version).where(*conditions)
        for name, value in more.items():
            statement = getattr(statement, name)(*(value if isinstance(value, tuple) else (value,)))
        return Statement(statement.with_for_update() if locked else statement)

    async def get(self, transaction: Transaction, thing_id: UUID, expected_version: int | None = None) -> T:
        """Returns the thing, locked for this transaction. Refuses when there is none or its version differs."""
        thing = await self.first(transaction, self._by_id(id=thing_id))
        if thing is None:
            raise Refusal(self._not_found, "not_found", kind=self.table.name, id=str(thing_id))
        check_version(expected_version, thing.version)
        return thing

    async def first(self, transaction: Transaction, query: Query) -> T | None:
        """Returns the first thing that a statement of `select` finds, or None."""
        row = await transaction.row(*query)
        return self.read(row) if row else None

    async def all(self, transaction: Transaction, query: Query) -> list[T]:
        """Returns all things that a statement of `select` finds."""
        return [self.read(row) for row in await transaction.rows(*query)]

    def read(self, row: Row) -> T:
        """Returns the thing in a row with `state` and `state_version`."""
        return self.codec.read(row["state"], row["state_version"])

    async def save(
        self,
        transaction: Transaction,
        context: Context,
        before: T | None,
        events: Sequence[Event],
        *,
        answers: bool = True,
        evolve: Evolve[T] | None = None,
    ) -> Answer:
        """Applies the events and writes the row and its journal lines together. Returns the thing afterwards as an answer.

        `before` is None for a new thing. `answers` is false for a thing saved in addition to the one that the command is
        about. `evolve` replaces the repository's own function, where the next state depends on more than the event.
        """
        after, state, lines = self._apply(context, before, events, evolve or self._evolve)
        if lines and answers:
            lines[-1] = with_key(lines[-1], context)
        if lines:
            await transaction.write(RowWrite(self.table, before is None, self._values(after)), lines)
        return Answer(after.id, after.version, state or self.publication.state(after), created=before is None)

    async def save_all(
        self, transaction: Transaction, context: Context, changes: Sequence[tuple[T | None, Sequence[Event]]]
    ) -> None:
        """Saves many things with one statement for their rows. All are new, or none is. It answers no command."""
        if not changes:
            return
        saved = [self._apply(context, before, events, self._evolve) for before, events in changes]
        rows = [self._values(after) for after, _, _ in saved]
        if await transaction.execute(*write_things(self.table, changes[0][0] is None, rows)) != len(rows):
            raise stale_row()
        await transaction.note([line for _, _, lines in saved for line in lines])

    def _apply(
        self, context: Context, before: T | None, events: Sequence[Event], evolve: Evolve[T]
    ) -> tuple[T, bytes | None, list[JournalLine]]:
        after, state, lines = before, None, []
        for event in events:
            after = evolve(after, event)
            state = self.publication.state(after)
            lines.append(self.publication.line(context, event, after, state))
        assert after is not None, "a new thing begins with an event"
        return after, state, lines

    def _values(self, thing: T) -> dict[str, Any]:
        return {
            "id": thing.id,
            "client_id": thing.client_id,
            "version": thing.version,
            "state_version": self.codec.version,
            "state": self.codec.write(thing),
            **derived_values(self.table, thing),
        }
