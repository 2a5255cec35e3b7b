"""Things of one kind in PostgreSQL: find them for a command, and the one `save` that writes row and journal together."""

from collections.abc import Callable, Sequence
from typing import Any, Generic, Protocol, TypeVar
from uuid import UUID

from sqlalchemy import Table, bindparam, select
from sqlalchemy.sql.elements import ColumnElement

from chassis.command import Answer, Context, check_version
from chassis.database.row_write import RowWrite
from chassis.database.state_codec import StateCodec
from chassis.database.statements import Query, Statement
from chassis.database.tables import derived_values
from chassis.database.transaction import Row, Transaction
from chassis.domain.event import Event
from chassis.domain.refusal import Refusal
from chassis.journal.publication import Publication
from chassis.journal.recording import with_key


class Thing(Protocol):
    """What every stored thing has. `version` grows by one with every event."""

    @property
    def id(self) -> UUID: ...
    @property
    def client_id(self) -> UUID: ...
    @property
    def version(self) -> int: ...


T = TypeVar("T", bound=Thing)
Evolve = Callable[[Any, Any], T]
"""The thing after an event: `(thing or None, event) -> thing`."""


class Repository(Generic[T]):
    """The things of one table."""

    def __init__(
        self, table: Table, codec: StateCodec[T], publication: Publication[T], evolve: Evolve[T], not_found: str
    ) -> None:
        """`not_found` is the code of the refusal for an id that is not there."""
        self.table = table
        self.codec = codec
        self.publication = publication
        self._evolve = evolve
        self._not_found = not_found
        self._by_id = self.select(table.c.id == bindparam("id"))

    def select(self, *conditions: ColumnElement[bool], locked: bool = True, **more: Any) -> Statement:
        """A statement that finds things, locked for the transaction as a rule. `more`: `order_by`, `limit`."""
        found = select(self.table.c.state, self.table.c.state_version).where(*conditions)
        for name, value in more.items():
            found = getattr(found, name)(value) if not isinstance(value, tuple) else getattr(found, name)(*value)
        return Statement(found.with_for_update() if locked else found)

    async def get(self, transaction: Transaction, thing_id: UUID, expected_version: int | None = None) -> T:
        """The thing, locked; refuses when there is none, or when its version is not the expected one."""
        thing = await self.first(transaction, self._by_id(id=thing_id))
        if thing is None:
            raise Refusal(self._not_found, "not_found", kind=self.table.name, id=str(thing_id))
        check_version(expected_version, thing.version)
        return thing

    async def first(self, transaction: Transaction, query: Query) -> T | None:
        """The first thing a statement of `select` finds."""
        row = await transaction.row(*query)
        return self.read(row) if row else None

    async def all(self, transaction: Transaction, query: Query) -> list[T]:
        """All things a statement of `select` finds."""
        return [self.read(row) for row in await transaction.rows(*query)]

    def read(self, row: Row) -> T:
        """The thing in a row with `state` and `state_version`."""
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
        """Applies the events and writes the row and its journal lines together; answers with the thing afterwards.

        `before` is None for a new thing. `answers`: false for a thing that is saved beside the one a command is about.
        `evolve`: in place of the repository's own, where what follows depends on more than the event.
        """
        after, state, lines = before, None, []
        for event in events:
            after = (evolve or self._evolve)(after, event)
            state = self.publication.state(after)
            lines.append(self.publication.line(context, event, after, state))
        assert after is not None, "a new thing begins with an event"
        if lines and answers:
            lines[-1] = with_key(lines[-1], context)
        if lines:
            await transaction.write(self._row(after, before is None), lines)
        return Answer(after.id, after.version, state or self.publication.state(after), created=before is None)

    def _row(self, thing: T, new: bool) -> RowWrite:
        values = {
            "id": thing.id,
            "client_id": thing.client_id,
            "version": thing.version,
            "state_version": self.codec.version,
            "state": self.codec.write(thing),
            **derived_values(self.table, thing),
        }
        return RowWrite(self.table, new, values)
