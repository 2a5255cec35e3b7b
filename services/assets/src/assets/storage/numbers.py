"""Tags of assets that get one from us, counted per client."""

from uuid import UUID

from chassis.database import Transaction
from chassis.database.statements import Statement
from sqlalchemy import bindparam
from sqlalchemy.dialects.postgresql import insert

from assets.storage.assets import tagged
from assets.storage.tables import asset_number

_FIRST = insert(asset_number).values(client_id=bindparam("client_id"), last=1)
_TAKE = Statement(
    _FIRST.on_conflict_do_update(index_elements=["client_id"], set_={"last": asset_number.c.last + 1}).returning(
        asset_number.c.last
    )
)


async def next_tag(transaction: Transaction, client_id: UUID) -> str:
    """A tag no asset of the client has: A-1, A-2 …; people may have given such tags themselves."""
    while True:
        tag = f"A-{await transaction.value(*_TAKE(client_id=client_id))}"
        if await tagged(transaction, tag) is None:
            return tag
