"""The preferences of an account, as it reads them itself."""

from uuid import UUID

from chassis.command import Answer
from chassis.database import Database
from chassis.http.identity import Identity
from contracts.vocabulary import PROVIDER

from notifications.domain.decisions import acting_account
from notifications.domain.preferences import Preferences
from notifications.storage.preferences import OF_ACCOUNT_TO_READ, PREFERENCES

NO_ID = UUID(int=0)


def owner_of_preferences(identity: Identity) -> UUID:
    """The client an account's preferences are kept under: who works for several clients has them once."""
    return PROVIDER if identity.actor.side == "provider" else identity.client_id


async def own_preferences(database: Database, identity: Identity) -> Answer:
    """The account's preferences; of one that never chose: everything, as version 0."""
    account = acting_account(identity.actor)
    client_id = owner_of_preferences(identity)
    async with database.transaction(client_id) as transaction:
        kept = await PREFERENCES.first(transaction, OF_ACCOUNT_TO_READ(account_id=account))
    found = kept or Preferences(NO_ID, client_id, account)
    return Answer(found.id, found.version, PREFERENCES.publication.state(found))
