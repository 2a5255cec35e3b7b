"""A make of hardware became known, or costs something else: whoever chooses it by name decides on its price."""

from chassis.database import Transaction
from contracts.assets.state import Model

from processes.storage import model_prices


async def keep_model_price(transaction: Transaction, model: Model) -> None:
    """Keeps its price."""
    await model_prices.keep(transaction, model)
