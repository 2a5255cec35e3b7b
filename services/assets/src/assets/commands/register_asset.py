"""An asset that is there already becomes known, or known better; or one that is not there yet is ordered."""

from typing import Any
from uuid import UUID

from chassis.command import Answer, Context
from chassis.database import Transaction
from chassis.identifiers import new_id
from contracts.assets.commands import ChangeAsset, OrderAsset, RegisterAsset
from contracts.assets.state import Holder as PublicHolder

from assets.commands.record_handover import record_handover
from assets.commands.writing_over import check_new
from assets.domain.asset import STORING, Asset
from assets.domain.happening import Happened
from assets.domain.moving import change, held_by
from assets.domain.person import may_hold
from assets.domain.values import Holder, Money, Who
from assets.storage.numbers import next_tag
from assets.storage.things import asset, asset_tagged, model, person, save_asset


async def register_asset(transaction: Transaction, context: Context, body: RegisterAsset) -> Answer:
    """Registers the asset, or changes the one with the same tag; with a holder it is in use."""
    facts = await facts_of_model(transaction, body.model_id)
    given = body.model_dump(exclude={"client", "holder", "price", "category", "name"}) | {"price": to_money(body.price)}
    given |= {"category": body.category or facts["category"], "name": body.name or facts["name"] or body.tag}
    given["stores_data"] = stores_data(facts, given["category"])
    known = await asset_tagged(transaction, body.tag)
    if known is not None:
        check_new(context, "asset", known.tag, known.name)
        more = ("category", "name", "stores_data") if body.model_id is not None else ()
        named = {name: given[name] for name in body.model_fields_set.union(more) & given.keys()}
        happened = change(known, named, context.actor, context.now)
        return await save_asset(transaction, context, known, [happened] if happened else [])
    holder = await to_holder(transaction, body.holder)
    new = Asset(id=new_id(), client_id=context.client_id, created_at=context.now, **given)
    events = [Happened("registered", context.now, context.actor, details=_note(body.note))]
    if holder is not None:
        events.append(held_by(new, holder, "", context.actor, context.now))
    answer = await save_asset(transaction, context, new, events, new=True)
    await record_handover(transaction, context, new, events, established=True)
    return answer


async def order_asset(
    transaction: Transaction, context: Context, body: OrderAsset, *, process_id: UUID | None = None
) -> Answer:
    """Orders an asset that is not there yet; it has a tag from the beginning."""
    return await _begin(transaction, context, body, "ordered", process_id)


async def request_asset(transaction: Transaction, context: Context, body: OrderAsset) -> Answer:
    """Says that an asset is needed; it is ordered next."""
    return await _begin(transaction, context, body, "requested", None)


async def _begin(
    transaction: Transaction, context: Context, body: OrderAsset, status: str, process_id: UUID | None
) -> Answer:
    facts = await facts_of_model(transaction, body.model_id)
    for_person = await person(transaction, body.for_person_id) if body.for_person_id else None
    if for_person is not None:
        may_hold(for_person)
    new = Asset(
        id=new_id(),
        client_id=context.client_id,
        created_at=context.now,
        tag=await next_tag(transaction, context.client_id),
        name=body.name or facts["name"] or body.category,
        category=body.category,
        model_id=body.model_id,
        stores_data=stores_data(facts, body.category),
        price=to_money(body.price) or facts["price"],
        status=status,
        substate=None,
        reserved_for=Who(for_person.id, for_person.name) if for_person else None,
        process_id=process_id,
        note=body.note,
    )
    begun = Happened(status, context.now, context.actor, details=_note(body.note))
    return await save_asset(transaction, context, new, [begun], new=True)


def _note(text: str) -> dict[str, Any]:
    return {"note": text} if text else {}


async def change_asset(transaction: Transaction, context: Context, asset_id: UUID, body: ChangeAsset) -> Answer:
    """Changes what is given."""
    known = await asset(transaction, asset_id, context.expected_version)
    given: dict[str, Any] = body.model_dump(exclude_none=True, exclude={"price"})
    if body.price is not None:
        given["price"] = to_money(body.price)
    happened = change(known, given, context.actor, context.now)
    return await save_asset(transaction, context, known, [happened] if happened else [])


async def facts_of_model(transaction: Transaction, model_id: UUID | None) -> dict[str, Any]:
    """What an asset has from its model."""
    if model_id is None:
        return {"category": "other", "name": "", "stores_data": None, "price": None}
    found = await model(transaction, model_id)
    name = f"{found.manufacturer} {found.name}"
    return {"category": found.category, "name": name, "stores_data": found.stores_data, "price": found.price}


def stores_data(facts: dict[str, Any], category: str) -> bool:
    """What the model says, or else what such things usually do: a wipe too many is better than one too few."""
    said = facts["stores_data"]
    return category in STORING if said is None else bool(said)


async def to_holder(transaction: Transaction, given: PublicHolder | None) -> Holder | None:
    """A holder as it may be: a person who is here, or a place."""
    if given is None:
        return None
    if given.kind == "place" or given.id is None:
        return Holder("place", given.name)
    found = await person(transaction, given.id)
    may_hold(found)
    return Holder("person", found.name, found.id)


def to_money(given: Any) -> Money | None:
    """Money as the domain has it."""
    return Money(given.amount, given.currency) if given is not None else None
