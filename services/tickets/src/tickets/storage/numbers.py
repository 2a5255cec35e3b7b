"""Ticket numbers, counted per client, so that no client learns how many tickets another one has.

Numbers are taken in blocks outside the command's transaction: nobody waits for another's commit. A block grows while
tickets come fast; a restart leaves a gap, never a repetition.
"""

import time
from uuid import UUID

from chassis.database import Database
from chassis.database.statements import Statement
from sqlalchemy import BigInteger, bindparam
from sqlalchemy.dialects.postgresql import insert

from tickets.storage.tables import ticket_number

_size = bindparam("size", type_=BigInteger)
_TAKE = Statement(
    insert(ticket_number)
    .values(client_id=bindparam("of_client"), last=_size)
    .on_conflict_do_update(index_elements=[ticket_number.c.client_id], set_={"last": ticket_number.c.last + _size})
    .returning(ticket_number.c.last)
)
LARGEST_BLOCK = 64


class Numbers:
    """Hands out numbers of one process's blocks."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._free: dict[UUID, list[int]] = {}
        self._block: dict[UUID, tuple[float, int]] = {}

    async def next(self, client_id: UUID) -> str:
        """The client's next ticket number, as people read it."""
        free = self._free.setdefault(client_id, [])
        while not free:
            await self._take_block(client_id, free)
        return f"T-{free.pop(0)}"

    async def _take_block(self, client_id: UUID, free: list[int]) -> None:
        size = self._next_size(client_id)
        # Whoever asks may hold a connection of the services' pool already: if all did, none would be left for the number.
        async with self._database.system_transaction() as transaction:
            last = await transaction.value(*_TAKE(of_client=client_id, size=size))
        free.extend(range(last - size + 1, last + 1))

    def _next_size(self, client_id: UUID) -> int:
        now = time.monotonic()
        taken_at, size = self._block.get(client_id, (0.0, 1))
        size = min(size * 2, LARGEST_BLOCK) if now - taken_at < 1 else 1
        self._block[client_id] = (now, size)
        return size
