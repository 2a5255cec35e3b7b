"""Somebody has seen what they were told: one line of the inbox, or all of them."""

from uuid import UUID

from chassis.commanding import Answer
from chassis.context import Context
from chassis.database import Transaction
from chassis.refusal import Refusal
from contracts.notifications.state import ReadAll

from notifications.domain import decisions
from notifications.domain.notification import Notification
from notifications.events import notification_state
from notifications.storage import notifications


async def read_one(transaction: Transaction, context: Context, notification_id: UUID) -> Answer:
    """Marks one notification of the acting account as read."""
    found = await notifications.get(transaction, notification_id, context.expected_version)
    happened = decisions.read(found, context.actor, context.now)
    after = await notifications.save_read(transaction, context, [(found, event) for event in happened])
    return _answer(after[0] if after else found)


async def read_all(transaction: Transaction, context: Context) -> Answer:
    """Marks everything as read that the acting account was told about this client; answers how much that was."""
    account = context.actor.id
    if account is None:
        raise Refusal("notifications.accounts_only", "forbidden")
    found = await notifications.unread(transaction, account)
    read = [(one, event) for one in found for event in decisions.read(one, context.actor, context.now)]
    await notifications.save_read(transaction, context.without_key(), read)
    return Answer(account, None, ReadAll(read=len(read)).model_dump_json().encode())


def _answer(notification: Notification) -> Answer:
    return Answer(notification.id, notification.version, notification_state(notification).model_dump_json().encode())
