"""An account chooses for which classes it wants mail."""

from chassis.command import Answer, Context, check_version
from chassis.database import Transaction
from chassis.identifiers import new_id
from contracts.notifications.commands import ChangePreferences

from notifications.domain import decisions
from notifications.domain.preferences import Preferences
from notifications.storage.preferences import OF_ACCOUNT, PREFERENCES


async def change_preferences(transaction: Transaction, context: Context, body: ChangePreferences) -> Answer:
    """Changes what is given; for an account of the provider the context's client is the provider."""
    account = decisions.acting_account(context.actor)
    kept = await PREFERENCES.first(transaction, OF_ACCOUNT(account_id=account))
    present = kept or Preferences(new_id(), context.client_id, account)
    check_version(context.expected_version, present.version)
    chosen = body.model_dump(exclude_none=True)
    happened = decisions.change_preferences(present, chosen, context.actor, context.now)
    if not happened:
        return Answer(present.id, present.version, PREFERENCES.publication.state(present))
    return await PREFERENCES.save(transaction, context, kept, happened)
