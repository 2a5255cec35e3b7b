"""The prices of hardware models, as assets publish them. A model without a price has no row."""

from collections.abc import Collection, Mapping
from uuid import UUID

from chassis.database import Transaction
from chassis.database.statements import Statement, keep_newer
from contracts.assets.state import Model
from sqlalchemy import ARRAY, Uuid, any_, bindparam, delete, select

from processes.domain.values import Money
from processes.storage.tables import model_price as table

_KEEP = keep_newer(table)
_FORGET = Statement(delete(table).where(table.c.model_id == bindparam("id"), table.c.version < bindparam("before")))
_FIND = Statement(select(table).where(table.c.model_id == any_(bindparam("ids", type_=ARRAY(Uuid)))))


async def keep(transaction: Transaction, model: Model) -> None:
    """Stores the price of a model; removes it when the model has none any more."""
    if model.price is None:
        await transaction.execute(*_FORGET(id=model.id, before=model.version))
        return
    identity = {"model_id": model.id, "client_id": model.client_id, "version": model.version}
    await transaction.execute(*_KEEP(**identity, amount=model.price.amount, currency=model.price.currency))


async def prices_of(transaction: Transaction, models: Collection[UUID]) -> Mapping[UUID, Money]:
    """Returns the prices of those of the models that have one."""
    if not models:
        return {}
    rows = await transaction.rows(*_FIND(ids=list(models)))
    return {row["model_id"]: Money(row["amount"], row["currency"]) for row in rows}
