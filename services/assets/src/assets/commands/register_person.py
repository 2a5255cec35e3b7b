"""Somebody of the client becomes known, or known better."""

from typing import Any
from uuid import UUID

from chassis.command import Answer, Context
from chassis.database import Transaction
from chassis.domain.refusal import Refusal
from chassis.identifiers import new_id
from contracts.assets.commands import ChangePerson, RegisterPerson

from assets.commands.bodies import check_new, content_of, given_in
from assets.domain.events import PersonRegistered
from assets.domain.person import Person
from assets.domain.person_decisions import change
from assets.domain.values import Named
from assets.storage.people import PEOPLE, known_as


async def register_person(
    transaction: Transaction, context: Context, body: RegisterPerson, *, process_id: UUID | None = None
) -> Answer:
    """Registers the person, or changes the one with the same key or email; who has left may join once more."""
    gone_too = process_id is None and not body.external_key and not context.only_new
    known = await known_as(transaction, body.external_key, body.email, gone_too=gone_too)
    content = {**content_of(body, "client", "manager_id"), "manager": await _manager(transaction, body.manager_id)}
    if known is not None and process_id is not None:
        raise Refusal("assets.person_already_known", person=known.name, email=known.email)
    if known is not None:
        check_new(context, "person", known.email or known.external_key, known.name)
        given = given_in(body, content)
        if "manager_id" in body.model_fields_set:
            given["manager"] = content["manager"]
        return await _save_changed(transaction, context, known, given)
    joins = process_id is not None or (body.starts_on is not None and body.starts_on > context.now.date())
    person = Person(
        id=new_id(),
        client_id=context.client_id,
        created_at=context.now,
        process_id=process_id,
        status="joining" if joins else "active",
        **content,
    )
    registered = PersonRegistered(context.now, context.actor, person=person)
    return await PEOPLE.save(transaction, context, None, [registered])


async def change_person(transaction: Transaction, context: Context, person_id: UUID, body: ChangePerson) -> Answer:
    """Changes what is given."""
    known = await PEOPLE.get(transaction, person_id, context.expected_version)
    content = {**content_of(body, "manager_id"), "manager": await _manager(transaction, body.manager_id)}
    given = {name: value for name, value in content.items() if value is not None}
    return await _save_changed(transaction, context, known, given)


async def _save_changed(transaction: Transaction, context: Context, person: Person, given: dict[str, Any]) -> Answer:
    changed = change(person, given, context.actor, context.now)
    return await PEOPLE.save(transaction, context, person, [changed] if changed else [])


async def _manager(transaction: Transaction, person_id: UUID | None) -> Named | None:
    if person_id is None:
        return None
    found = await PEOPLE.get(transaction, person_id)
    return Named(found.id, found.name)
