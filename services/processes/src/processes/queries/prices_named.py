"""What the things cost that a form names."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from chassis.database import Transaction

from processes.domain.reading_values import ids_in
from processes.domain.values import Money
from processes.storage.model_prices import prices_of

Prices = Mapping[UUID, Money]


async def prices_named(transaction: Transaction, inputs: Mapping[str, Any]) -> Prices:
    """The prices of the makes of hardware among them, by their ids."""
    return await prices_of(transaction, ids_in(inputs))
