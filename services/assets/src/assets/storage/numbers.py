"""Tags of assets that get one from us, counted per client."""

from uuid import UUID

from chassis.database import Transaction

_TAKE = """INSERT INTO asset_number AS n (client_id, last) VALUES ($1, 1)
ON CONFLICT (client_id) DO UPDATE SET last = n.last + 1 RETURNING last"""
_TAKEN = "SELECT 1 FROM asset WHERE tag = $1"


async def next_tag(transaction: Transaction, client_id: UUID) -> str:
    """A tag no asset of the client has: A-1, A-2 …; people may have given such tags themselves."""
    while True:
        tag = f"A-{await transaction.value(_TAKE, client_id)}"
        if not await transaction.value(_TAKEN, tag):
            return tag
