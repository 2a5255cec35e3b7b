"""A make of hardware becomes known, or known better."""

from chassis.command import Answer, Context
from chassis.database import Transaction
from chassis.identifiers import new_id
from contracts.assets.commands import RegisterModel

from assets.commands.bodies import check_new, content_of, given_in
from assets.domain.events import ModelChanged, ModelRegistered
from assets.domain.model import Model
from assets.domain.values import different
from assets.storage.models import MODELS, named


async def register_model(transaction: Transaction, context: Context, body: RegisterModel) -> Answer:
    """Registers the model, or changes the one of the same maker and name."""
    content = content_of(body, "client")
    known = await named(transaction, body.manufacturer, body.name)
    if known is None:
        model = Model(id=new_id(), client_id=context.client_id, **content)
        registered = ModelRegistered(context.now, context.actor, model=model)
        return await MODELS.save(transaction, context, None, [registered])
    check_new(context, "model", known.name, known.manufacturer)
    facts = different(known, given_in(body, content))
    changed = [ModelChanged(context.now, context.actor, facts=facts)] if facts else []
    return await MODELS.save(transaction, context, known, changed)
