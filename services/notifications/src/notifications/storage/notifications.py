"""Notifications in PostgreSQL, and what is asked for of them."""

from chassis.database.repository import Repository
from chassis.database.state_codec import StateCodec
from sqlalchemy import bindparam

from notifications import events
from notifications.domain.evolution import evolve_notification
from notifications.domain.notification import Notification
from notifications.storage.tables import notification

NOTIFICATIONS = Repository(
    notification, StateCodec(Notification), events.NOTIFICATIONS, evolve_notification, "notifications.not_found"
)
_UNREAD = notification.c.read_at.is_(None)
UNREAD_OF_ACCOUNT = NOTIFICATIONS.select(
    notification.c.account_id == bindparam("account_id"), _UNREAD, order_by=notification.c.id
)
"""What the account has not read yet, about the clients in scope."""
UNREAD_ABOUT = NOTIFICATIONS.select(
    notification.c.about_id == bindparam("about_id"), _UNREAD, order_by=notification.c.id
)
"""What anybody has not read yet about a thing."""
