"""Notifications become read: one of the inbox, all of them, or those that are settled by what happened since."""

from uuid import UUID

from chassis.command import Answer, Context
from chassis.database import Transaction
from chassis.domain.actor import SYSTEM
from contracts.notifications.state import ReadAll

from notifications.domain import decisions
from notifications.domain.events import NotificationRead
from notifications.domain.incoming_event import IncomingEvent, Snapshot
from notifications.storage.notifications import NOTIFICATIONS, UNREAD_ABOUT, UNREAD_OF_ACCOUNT


async def read_one(transaction: Transaction, context: Context, notification_id: UUID) -> Answer:
    """Marks one notification of the acting account as read."""
    found = await NOTIFICATIONS.get(transaction, notification_id, context.expected_version)
    return await NOTIFICATIONS.save(transaction, context, found, decisions.read(found, context.actor, context.now))


async def read_all(transaction: Transaction, context: Context) -> Answer:
    """Marks everything as read that the acting account was notified of for this client; answers how much that was."""
    account = decisions.acting_account(context.actor)
    found = await NOTIFICATIONS.all(transaction, UNREAD_OF_ACCOUNT(account_id=account))
    read = [(one, decisions.read(one, context.actor, context.now)) for one in found]
    await NOTIFICATIONS.save_all(transaction, context, read)
    return Answer(account, None, ReadAll(read=len(read)).model_dump_json().encode())


async def read_settled(transaction: Transaction, context: Context, event: IncomingEvent, before: Snapshot) -> None:
    """Nobody tidies up after work: whoever acts on a thing has read its notifications, and everybody has read those that
    asked for a move which has been made."""
    found = await NOTIFICATIONS.all(transaction, UNREAD_ABOUT(about_id=event.about_id or event.subject))
    settled = [one for one in found if decisions.is_settled(one, event, before)]
    read = NotificationRead(context.now, SYSTEM)
    await NOTIFICATIONS.save_all(transaction, context, [(one, [read]) for one in settled])
