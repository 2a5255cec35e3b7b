"""What processes asked of other services, so that an answer finds its process."""

from uuid import UUID

from chassis.database import Transaction
from chassis.database.statements import Statement
from sqlalchemy import bindparam, insert, select

from processes.domain.process import Process, Request
from processes.storage.tables import request

_KEEP = Statement(insert(request))
_FIND = Statement(select(request.c.process_id, request.c.kind).where(request.c.id == bindparam("id")))


async def keep(transaction: Transaction, process: Process, made: Request) -> None:
    """Remembers which process made the request."""
    await transaction.execute(*_KEEP(id=made.id, client_id=process.client_id, process_id=process.id, kind=made.kind))


async def find(transaction: Transaction, request_id: UUID) -> tuple[UUID, str] | None:
    """Returns the process that made a request, and the kind of the request; None for requests of others."""
    row = await transaction.row(*_FIND(id=request_id))
    return (row["process_id"], row["kind"]) if row else None
