"""What happens in notifications."""

from typing import ClassVar, Literal

from pydantic import Field

from contracts.envelope import Event, declared
from contracts.notifications.state import Delivery, Message, Notification, Preferences, Webhook


class NotificationCreated(Event, type="notifications.notification.created.v1"):
    """An account was notified of something. Its audience is "provider" when the account is the provider's."""

    state: Notification


class NotificationRead(Event, type="notifications.notification.read.v1"):
    """The account has seen it."""

    state: Notification


class WebhookSubscribed(Event, type="notifications.webhook.subscribed.v1"):
    """A tool subscribed to events."""

    state: Webhook


class WebhookDisabled(Event, type="notifications.webhook.disabled.v1"):
    """No more events go there: by hand, because it answered 410, or because it never answered well."""

    reason: Literal["by_hand", "gone", "gave_up"]
    state: Webhook


class PreferencesChanged(Event, type="notifications.preferences.changed.v1"):
    """An account chose other mails."""

    state: Preferences


class MessageSent(Event, type="notifications.message.sent.v1"):
    """A mail that a process asked for was accepted by the mail server; the causation is the request."""

    state: Message


class DeliveryGaveUp(Event, type="notifications.delivery.gave_up.v1"):
    """An address or a webhook refused something for good; somebody of the provider should look at why."""

    AUDIENCE: ClassVar[str] = "provider"
    state: Delivery


class RequestRefused(Event, type="notifications.request.refused.v1"):
    """Notifications cannot do what another service asked; a thing of its own, named by the request's id."""

    code: str
    facts: dict[str, str] = Field(default_factory=dict)


EVENTS = declared(globals(), Event)
