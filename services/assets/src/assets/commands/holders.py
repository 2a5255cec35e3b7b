"""Who may be given something: a person who is here, or a place."""

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
