"""Which of some accounts the directory does not have yet."""

from collections.abc import Set
from uuid import UUID

from chassis.database import Transaction
from chassis.database.statements import Statement
from contracts.vocabulary import PROVIDER
from sqlalchemy import ARRAY, Uuid, any_, bindparam, select

from notifications.storage.tables import account

_KNOWN = Statement(select(account.c.id).where(account.c.id == any_(bindparam("ids", type_=ARRAY(Uuid)))))


async def unknown_accounts(transaction: Transaction, client_id: UUID, ids: Set[UUID]) -> set[UUID]:
    """Those that were never heard of, as accounts of this client or of the provider; an inactive account is known."""
    if not ids:
        return set()
    await transaction.scope_to(client_id, PROVIDER)
    rows = await transaction.rows(*_KNOWN(ids=list(ids)))
    return {*ids} - {row["id"] for row in rows}
