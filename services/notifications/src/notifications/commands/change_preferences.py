"""An account says for which classes it wants mail."""

from chassis.command import Answer, Context, check_version
from chassis.database import Transaction
from chassis.domain.refusal import Refusal
from contracts.notifications.commands import ChangePreferences

from notifications.domain import decisions
from notifications.domain.happening import Importance
from notifications.domain.preferences import Preferences
from notifications.events import preferences_state
from notifications.storage import preferences


async def change_preferences(transaction: Transaction, context: Context, body: ChangePreferences) -> Answer:
    """Changes what is given; for an account of the provider the context's client is the provider."""
    account = context.actor.id
    if account is None:
        raise Refusal("notifications.accounts_only", "forbidden")
    present = await preferences.of_account(transaction, context.client_id, account)
    check_version(context.expected_version, present.version)
    wanted: dict[Importance, bool | None] = {
        "decision_needed": body.decision_needed,
        "your_move": body.your_move,
        "information": body.information,
    }
    happened = decisions.change_preferences(present, wanted, context.actor, context.now)
    for event in happened:
        present = await preferences.save(transaction, context, present, event)
    return _answer(present, created=bool(happened) and present.version == 1)


def _answer(present: Preferences, created: bool) -> Answer:
    return Answer(present.id, present.version, preferences_state(present).model_dump_json().encode(), created)
