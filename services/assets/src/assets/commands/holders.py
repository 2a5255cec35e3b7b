"""Who may be given something: a person who is here, or a place."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from chassis.database import Transaction
from contracts.assets.state import Holder as PublicHolder

from assets.domain.person import check_may_hold
from assets.domain.values import Holder, Named
from assets.storage.people import PEOPLE


async def person_here(transaction: Transaction, person_id: UUID) -> Named:
    """The person, by the name that is known here; nothing is given to or kept for somebody who has left."""
    found = await PEOPLE.get(transaction, person_id)
    check_may_hold(found)
    return Named(found.id, found.name)


async def to_holder(transaction: Transaction, given: PublicHolder) -> Holder:
    """The holder that a command names."""
    if given.kind == "place" or given.id is None:
        return Holder("place", given.name)
    person = await person_here(transaction, given.id)
    return Holder("person", person.name, person.id)


async def with_holders(transaction: Transaction, content: Mapping[str, Any]) -> dict[str, Any]:
    """The content of a move with the holder, or the person for whom the asset is kept, as they are known here."""
    looked_up = dict(content)
    if isinstance(content.get("to"), PublicHolder):
        looked_up["to"] = await to_holder(transaction, content["to"])
    if "for_person_id" in content:
        looked_up["person"] = await person_here(transaction, looked_up.pop("for_person_id"))
    return looked_up
