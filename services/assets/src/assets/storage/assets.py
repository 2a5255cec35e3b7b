"""Assets in PostgreSQL."""

from uuid import UUID

from chassis.database import Transaction
from chassis.database.repository import Repository
from chassis.database.state_codec import StateCodec
from chassis.database.statements import Statement
from sqlalchemy import Uuid, bindparam, func, or_, select

from assets.domain.asset import Asset
from assets.domain.asset_evolution import evolve_asset
from assets.events import ASSETS as PUBLICATION
from assets.storage.tables import asset

ASSETS = Repository(asset, StateCodec(Asset), PUBLICATION, evolve_asset, "assets.not_found")
_MODEL = bindparam("model_id", type_=Uuid)
_AVAILABLE = (asset.c.status == "in_stock", asset.c.substate == "available")
_TAGGED = ASSETS.select(asset.c.tag == bindparam("tag"))
_IN_STOCK = ASSETS.select(
    *_AVAILABLE,
    asset.c.category == bindparam("category"),
    or_(_MODEL.is_(None), asset.c.model_id == _MODEL),
    locked=False,
    order_by=asset.c.id,
    limit=50,
)
_STILL_AVAILABLE = ASSETS.select(asset.c.id == bindparam("id"), *_AVAILABLE)
_HELD = asset.c.holder_id == bindparam("person_id")
_USED = ASSETS.select(_HELD, asset.c.status == "in_use", order_by=asset.c.id)
_HOLDS = Statement(select(func.count()).select_from(asset).where(_HELD))


async def tagged(transaction: Transaction, tag: str) -> Asset | None:
    """The asset with this tag, locked."""
    return await ASSETS.first(transaction, _TAGGED(tag=tag))


async def available(transaction: Transaction, category: str, model_id: UUID | None) -> list[Asset]:
    """Assets one could keep for somebody. Not locked, so that nobody is told there are none while others choose."""
    return await ASSETS.all(transaction, _IN_STOCK(category=category, model_id=model_id))


async def still_available(transaction: Transaction, asset_id: UUID) -> Asset | None:
    """The asset, locked, as soon as whoever is at it has finished; None when it is available no more."""
    return await ASSETS.first(transaction, _STILL_AVAILABLE(id=asset_id))


async def holds(transaction: Transaction, person_id: UUID) -> int:
    """How many assets the person has."""
    return int(await transaction.value(*_HOLDS(person_id=person_id)))


async def used_by(transaction: Transaction, person_id: UUID) -> list[Asset]:
    """What the person uses or has on loan, locked; not what is away for repair."""
    return await ASSETS.all(transaction, _USED(person_id=person_id))
