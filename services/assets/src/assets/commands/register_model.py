"""A make of hardware becomes known, or known better."""

from chassis.command import Answer, Context
from chassis.database import Transaction
from chassis.identifiers import new_id
from contracts.assets.commands import RegisterModel

from assets.commands.writing_over import check_new
from assets.domain.happening import Happened
from assets.domain.model import Model, change
from assets.domain.values import Money
from assets.storage.things import model_named, save_model


async def register_model(transaction: Transaction, context: Context, body: RegisterModel) -> Answer:
    """Registers the model, or changes the one of the same maker and name."""
    known = await model_named(transaction, body.manufacturer, body.name)
    price = Money(body.price.amount, body.price.currency) if body.price else None
    given = {**body.model_dump(exclude={"client", "price"}), "price": price}
    if known is not None:
        check_new(context, "model", known.name, known.manufacturer)
        named = {name: given[name] for name in body.model_fields_set & given.keys()}
        happened = change(known, named, context.actor, context.now)
        return await save_model(transaction, context, known, [happened] if happened else [])
    new = Model(id=new_id(), client_id=context.client_id, **given)
    return await save_model(transaction, context, new, [Happened("registered", context.now, context.actor)], new=True)
