"""Keeps the price of a hardware model, for whoever chooses that model in a form."""

from chassis.database import Transaction
from contracts.assets.state import Model

from processes.storage import model_prices


async def keep_model_price(transaction: Transaction, model: Model) -> None:
    """Stores the price of the model, or removes it when the model has none."""
    await model_prices.keep(transaction, model)
