"""What the client allowed by a decision is remembered for whoever moves hardware by it."""

from datetime import datetime

from chassis.database import Transaction
from contracts.processes.state import Decision

from assets.storage import permits


async def remember_permits(transaction: Transaction, decision: Decision, at: datetime) -> None:
    """Remembers what the chosen option allows, however often it is told."""
    chosen = (option for option in decision.options if option.key == decision.option)
    for permit in (permit for option in chosen for permit in option.permits):
        await permits.keep(transaction, decision.client_id, decision.id, permit.asset_id, permit.move, at)
