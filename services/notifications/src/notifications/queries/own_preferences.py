"""What an account wants, as it reads it itself."""

from uuid import UUID

from chassis.database import Database
from chassis.domain.refusal import Refusal
from chassis.http.identity import Identity
from contracts.notifications.state import Preferences as Shape
from contracts.vocabulary import PROVIDER

from notifications.domain.preferences import EVERYTHING, Preferences
from notifications.events import preferences_state
from notifications.storage.preferences import find

NOT_THERE = UUID(int=0)


def kept_under(identity: Identity) -> UUID:
    """The client an account's preferences are kept under: who works for several clients has them once."""
    return PROVIDER if identity.actor.side == "provider" else identity.client_id


async def own_preferences(database: Database, identity: Identity) -> Shape:
    """The account's preferences; of one that has never said anything: everything, as version 0."""
    account = identity.actor.id
    if account is None:
        raise Refusal("notifications.accounts_only", "forbidden")
    client_id = kept_under(identity)
    async with database.transaction(client_id) as transaction:
        found = await find(transaction, client_id, account)
    return preferences_state(found or Preferences(NOT_THERE, client_id, account, EVERYTHING))
