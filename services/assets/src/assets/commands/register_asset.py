"""An asset that is there already becomes known, or known better; or one that is not there yet is ordered."""

from typing import Any
from uuid import UUID

from chassis.command import Answer, Context
from chassis.database import Transaction
from chassis.identifiers import new_id
from contracts.assets.commands import ChangeAsset, OrderAsset, RegisterAsset

from assets.commands.bodies import check_new, content_of, given_in
from assets.commands.holders import person_here, to_holder
from assets.commands.save_asset import save_asset
from assets.domain import events
from assets.domain.asset import STORING, Asset
from assets.domain.asset_decisions import change
from assets.domain.events import AssetBegun, AssetEvent
from assets.storage.assets import ASSETS, tagged
from assets.storage.models import MODELS
from assets.storage.numbers import next_tag


async def register_asset(transaction: Transaction, context: Context, body: RegisterAsset) -> Answer:
    """Registers the asset, or changes the one with the same tag; with a holder it is in use."""
    facts = await _facts_of_model(transaction, body.model_id, body.category)
    content = {**content_of(body, "client", "holder"), "stores_data": facts["stores_data"]}
    content |= {"category": facts["category"], "name": body.name or facts["name"] or body.tag}
    known = await tagged(transaction, body.tag)
    if known is not None:
        check_new(context, "asset", known.tag, known.name)
        of_the_model = ("category", "name", "stores_data") if body.model_id is not None else ()
        return await _save_changed(
            transaction, context, known, given_in(body, content) | {name: content[name] for name in of_the_model}
        )
    asset = Asset(id=new_id(), client_id=context.client_id, created_at=context.now, **content)
    happened: list[AssetEvent] = [events.AssetRegistered(context.now, context.actor, asset=asset, note=body.note)]
    if body.holder is not None:
        to = await to_holder(transaction, body.holder)
        happened.append(events.AssetHandedOver(context.now, context.actor, to=to))
    return await save_asset(transaction, context, None, happened)


async def order_asset(
    transaction: Transaction, context: Context, body: OrderAsset, *, process_id: UUID | None = None
) -> Answer:
    """Orders an asset that is not there yet; it has a tag from the beginning."""
    return await _begin(transaction, context, body, events.AssetOrdered, process_id)


async def request_asset(transaction: Transaction, context: Context, body: OrderAsset) -> Answer:
    """Says that an asset is needed; it is ordered next."""
    return await _begin(transaction, context, body, events.AssetRequested, None)


async def _begin(
    transaction: Transaction, context: Context, body: OrderAsset, event: type[AssetBegun], process_id: UUID | None
) -> Answer:
    facts = await _facts_of_model(transaction, body.model_id, body.category)
    content = content_of(body, "client", "for_person_id")
    content |= {"name": body.name or facts["name"] or body.category, "price": content["price"] or facts["price"]}
    person = await person_here(transaction, body.for_person_id) if body.for_person_id else None
    asset = Asset(
        id=new_id(),
        client_id=context.client_id,
        created_at=context.now,
        tag=await next_tag(transaction, context.client_id),
        stores_data=facts["stores_data"],
        reserved_for=person,
        process_id=process_id,
        **content,
    )
    begun = event(context.now, context.actor, asset=asset, note=body.note)
    return await ASSETS.save(transaction, context, None, [begun])


async def change_asset(transaction: Transaction, context: Context, asset_id: UUID, body: ChangeAsset) -> Answer:
    """Changes what is given."""
    known = await ASSETS.get(transaction, asset_id, context.expected_version)
    given = {name: value for name, value in content_of(body).items() if value is not None}
    return await _save_changed(transaction, context, known, given)


async def _save_changed(transaction: Transaction, context: Context, asset: Asset, given: dict[str, Any]) -> Answer:
    changed = change(asset, given, context.actor, context.now)
    return await ASSETS.save(transaction, context, asset, [changed] if changed else [])


async def _facts_of_model(transaction: Transaction, model_id: UUID | None, category: str | None) -> dict[str, Any]:
    """What an asset has from its model, or else from its category: a wipe too many is better than one too few."""
    if model_id is None:
        category = category or "other"
        return {"category": category, "name": "", "stores_data": category in STORING, "price": None}
    model = await MODELS.get(transaction, model_id)
    return {
        "category": category or model.category,
        "name": f"{model.manufacturer} {model.name}",
        "stores_data": model.stores_data,
        "price": model.price,
    }
