"""The prices of hardware models, as assets publish them. A model without a price has no row."""

from collections.abc import Collection, Mapping
from uuid import UUID

from chassis.database import Transaction
from contracts.assets.state import Model

from processes.domain.values import Money

_KEEP = """INSERT INTO model_price AS known (model_id, client_id, version, amount, currency) VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (model_id) DO UPDATE SET version = excluded.version, amount = excluded.amount, currency = excluded.currency
WHERE known.version < excluded.version"""
_FORGET = "DELETE FROM model_price WHERE model_id = $1 AND version < $2"


async def keep(transaction: Transaction, model: Model) -> None:
    """Stores the price of a model; removes it when the model has none any more."""
    if model.price is None:
        await transaction.execute(_FORGET, model.id, model.version)
    else:
        values = (model.id, model.client_id, model.version, model.price.amount, model.price.currency)
        await transaction.execute(_KEEP, *values)


async def prices_of(transaction: Transaction, models: Collection[UUID]) -> Mapping[UUID, Money]:
    """Returns the prices of those of the models that have one."""
    if not models:
        return {}
    rows = await transaction.rows("SELECT * FROM model_price WHERE model_id = ANY($1)", list(models))
    return {row["model_id"]: Money(row["amount"], row["currency"]) for row in rows}
