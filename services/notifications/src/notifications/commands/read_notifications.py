"""Somebody has seen what they were told: one line of the inbox, all of them, or what has taken care of itself."""

from uuid import UUID

from chassis.command import Answer, Context
from chassis.database import Transaction
from chassis.domain.actor import SYSTEM
from chassis.domain.refusal import Refusal
from contracts.notifications.state import ReadAll

from notifications.domain import decisions, events
from notifications.domain.happening import Happening, Seen
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


async def read_what_is_over(transaction: Transaction, context: Context, event: Happening, before: Seen) -> None:
    """Nobody has to tidy up after work: what was told of a thing is read by who acts on it, and what asked somebody to
    move by everybody, once that move has been made, by whomever."""
    found = await notifications.unread_about(transaction, event.about_id or event.subject)
    over = [one for one in found if decisions.is_over(one, event, before)]
    await notifications.save_read(transaction, context, [(one, events.Read(context.now, SYSTEM)) for one in over])


def _answer(notification: Notification) -> Answer:
    return Answer(notification.id, notification.version, notification_state(notification).model_dump_json().encode())
