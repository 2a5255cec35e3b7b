"""Somebody of the client becomes known, or known better."""

from typing import Any
from uuid import UUID

from chassis.command import Answer, Context
from chassis.database import Transaction
from chassis.domain.refusal import Refusal
from chassis.identifiers import new_id
from contracts.assets.commands import ChangePerson, RegisterPerson
from pydantic import BaseModel

from assets.commands.writing_over import check_new
from assets.domain.happening import Happened
from assets.domain.person import Person, change
from assets.domain.values import Who
from assets.storage.things import person, person_known_as, save_person


async def register_person(
    transaction: Transaction, context: Context, body: RegisterPerson, *, process_id: UUID | None = None
) -> Answer:
    """Registers the person, or changes the one with the same key or email; who has left may join once more."""
    gone_too = process_id is None and not body.external_key and not context.only_new
    known = await person_known_as(transaction, body.external_key, body.email, gone_too=gone_too)
    given = body.model_dump(exclude={"client", "manager_id"})
    given["manager"] = await _manager(transaction, body.manager_id)
    if known is not None and process_id is not None:
        raise Refusal("assets.person_already_known", person=known.name, email=known.email)
    if known is not None:
        check_new(context, "person", known.email or known.external_key, known.name)
        happened = change(known, only_named(body, given, manager_id="manager"), context.actor, context.now)
        return await save_person(transaction, context, known, [happened] if happened else [])
    joins = process_id is not None or (body.starts_on is not None and body.starts_on > context.now.date())
    new = Person(
        id=new_id(),
        client_id=context.client_id,
        created_at=context.now,
        process_id=process_id,
        status="joining" if joins else "active",
        **given,
    )
    return await save_person(transaction, context, new, [Happened("registered", context.now, context.actor)], new=True)


def only_named(body: BaseModel, given: dict[str, Any], **renamed: str) -> dict[str, Any]:
    """What the body really says: a field it does not name stays as it is."""
    named = {renamed.get(name, name) for name in body.model_fields_set}
    return {name: value for name, value in given.items() if name in named}


async def change_person(transaction: Transaction, context: Context, person_id: UUID, body: ChangePerson) -> Answer:
    """Changes what is given."""
    known = await person(transaction, person_id, context.expected_version)
    given: dict[str, Any] = body.model_dump(exclude_none=True, exclude={"manager_id"})
    if body.manager_id is not None:
        given["manager"] = await _manager(transaction, body.manager_id)
    happened = change(known, given, context.actor, context.now)
    return await save_person(transaction, context, known, [happened] if happened else [])


async def _manager(transaction: Transaction, person_id: UUID | None) -> Who | None:
    if person_id is None:
        return None
    found = await person(transaction, person_id)
    return Who(found.id, found.name)
