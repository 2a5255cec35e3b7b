"""People in PostgreSQL."""

from chassis.database import Transaction
from chassis.database.repository import Repository
from chassis.database.state_codec import StateCodec
from sqlalchemy import Boolean, and_, bindparam, or_

from assets.domain.evolution import evolve_person
from assets.domain.person import GONE, Person
from assets.events import PEOPLE as PUBLICATION
from assets.storage.tables import person

PEOPLE = Repository(person, StateCodec(Person), PUBLICATION, evolve_person, "assets.not_found")
_HAS_KEY = person.c.external_key == bindparam("external_key")
_IS_GONE = or_(*(person.c.status == status for status in GONE))
_KNOWN_AS = PEOPLE.select(
    or_(
        _HAS_KEY,
        and_(person.c.email == bindparam("email"), or_(bindparam("gone_too", type_=Boolean), ~_IS_GONE)),
    ),
    order_by=(_HAS_KEY.desc().nulls_last(), _IS_GONE, person.c.id.desc()),
    limit=1,
)


async def known_as(transaction: Transaction, external_key: str, email: str, *, gone_too: bool = True) -> Person | None:
    """The person with this key, or else this email, locked; by email, who is here comes before who is gone.

    Without `gone_too`, an email of somebody who has left (or never came) is free for somebody who joins.
    """
    return await PEOPLE.first(transaction, _KNOWN_AS(external_key=external_key, email=email, gone_too=gone_too))
