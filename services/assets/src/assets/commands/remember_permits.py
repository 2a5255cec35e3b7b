"""What the client allowed by a decision is remembered for whoever moves hardware by it, as long as its process runs."""

from uuid import UUID

from chassis.database import Transaction
from contracts.processes.state import Decision

from assets.storage import permits
from assets.storage.permits import Permit


async def remember_permits(transaction: Transaction, decision: Decision) -> None:
    """Remembers what the chosen option allows, however often it is told."""
    chosen = (option for option in decision.options if option.key == decision.option)
    for one in (permit for option in chosen for permit in option.permits):
        known = Permit(decision.id, one.asset_id, one.move, decision.client_id, decision.process_id)
        await permits.keep(transaction, known)


async def forget_permits(transaction: Transaction, process_id: UUID, client_id: UUID) -> None:
    """A process is over or called off: what it did not do is not allowed any more."""
    await permits.take_back(transaction, process_id, client_id)
