"""What a notification, a webhook or preferences are after an event. Every event grows the version by one."""

from dataclasses import replace

from notifications.domain import events
from notifications.domain.notification import Notification
from notifications.domain.preferences import Preferences
from notifications.domain.webhook import Webhook


def evolve_notification(
    notification: Notification | None, event: events.NotificationCreated | events.NotificationRead
) -> Notification:
    """The notification after the event."""
    if isinstance(event, events.NotificationCreated):
        return replace(event.notification, version=1)
    assert notification is not None, "only a notification that was created is read"
    return replace(notification, read_at=event.at, version=notification.version + 1)


def evolve_webhook(webhook: Webhook | None, event: events.WebhookSubscribed | events.WebhookDisabled) -> Webhook:
    """The webhook after the event."""
    if isinstance(event, events.WebhookSubscribed):
        return replace(event.webhook, version=1)
    assert webhook is not None, "only a webhook that was subscribed is disabled"
    return replace(webhook, disabled_because=event.reason, version=webhook.version + 1)


def evolve_preferences(_: Preferences | None, event: events.PreferencesChanged) -> Preferences:
    """The preferences after the event."""
    return replace(event.preferences, version=event.preferences.version + 1)
