"""Models of hardware in PostgreSQL."""

from chassis.database import Transaction
from chassis.database.repository import Repository
from chassis.database.state_codec import StateCodec
from sqlalchemy import bindparam

from assets.domain.evolution import evolve_model
from assets.domain.model import Model
from assets.events import MODELS as PUBLICATION
from assets.storage.tables import model

MODELS = Repository(model, StateCodec(Model), PUBLICATION, evolve_model, "assets.not_found")
_NAMED = MODELS.select(model.c.manufacturer == bindparam("manufacturer"), model.c.name == bindparam("name"))


async def named(transaction: Transaction, manufacturer: str, name: str) -> Model | None:
    """The model of this maker with this name, locked."""
    return await MODELS.first(transaction, _NAMED(manufacturer=manufacturer, name=name))
