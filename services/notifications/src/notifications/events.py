"""How what happens here is published. A domain event and its contract event have the same name."""

import contracts.notifications.events as public
from chassis.command import Context
from chassis.domain.event import Event
from chassis.journal.line import JournalLine
from chassis.journal.publication import Publication, of_the_same_name
from contracts.notifications import state

from notifications.domain import events
from notifications.domain.delivery import Delivery
from notifications.domain.notification import Notification
from notifications.domain.outgoing_mail import SentMessage
from notifications.domain.preferences import Preferences
from notifications.domain.webhook import MOVES, Webhook

SOURCE = "notifications"
NOTIFICATIONS: Publication[Notification] = Publication(
    SOURCE,
    state.Notification,
    of_the_same_name((events.NotificationCreated, events.NotificationRead), public),
    internal=lambda notification: notification.account_side == "provider",
)
WEBHOOKS: Publication[Webhook] = Publication(
    SOURCE,
    state.Webhook,
    of_the_same_name((events.WebhookSubscribed, events.WebhookDisabled), public),
    MOVES,
    internal=lambda webhook: webhook.internal,
)
PREFERENCES: Publication[Preferences] = Publication(
    SOURCE, state.Preferences, of_the_same_name((events.PreferencesChanged,), public)
)
MESSAGES: Publication[SentMessage] = Publication(SOURCE, state.Message, of_the_same_name((events.MessageSent,), public))
DELIVERIES: Publication[Delivery] = Publication(
    SOURCE, state.Delivery, of_the_same_name((events.DeliveryGaveUp,), public)
)


def message_sent(context: Context, event: events.MessageSent, message: SentMessage) -> JournalLine:
    """The answer to a process: the mail it asked for is out."""
    return MESSAGES.line(context, event, message, MESSAGES.state(message))


def gave_up(context: Context, event: Event, delivery: Delivery) -> JournalLine:
    """A mail or an event was refused for good."""
    return DELIVERIES.line(context, event, delivery, DELIVERIES.state(delivery))
