"""What happens in notifications."""

from typing import ClassVar, Literal

from pydantic import Field

from contracts.envelope import Event, declared
from contracts.notifications.state import Delivery, Message, Notification, Preferences, Webhook


class NotificationCreated(Event):
    """An account was notified of something. Its audience is "provider" when the account is the provider's."""

    TYPE: ClassVar[str] = "notifications.notification.created.v1"
    state: Notification


class NotificationRead(Event):
    """The account has seen it."""

    TYPE: ClassVar[str] = "notifications.notification.read.v1"
    state: Notification


class WebhookSubscribed(Event):
    """A tool subscribed to events."""

    TYPE: ClassVar[str] = "notifications.webhook.subscribed.v1"
    state: Webhook


class WebhookDisabled(Event):
    """No more events go there: by hand, because it answered 410, or because it never answered well."""

    TYPE: ClassVar[str] = "notifications.webhook.disabled.v1"
    reason: Literal["by_hand", "gone", "gave_up"]
    state: Webhook


class PreferencesChanged(Event):
    """An account chose other mails."""

    TYPE: ClassVar[str] = "notifications.preferences.changed.v1"
    state: Preferences


class MessageSent(Event):
    """A mail that a process asked for was accepted by the mail server; the causation is the request."""

    TYPE: ClassVar[str] = "notifications.message.sent.v1"
    state: Message


class DeliveryGaveUp(Event):
    """An address or a webhook refused something for good; somebody of the provider should look at why."""

    TYPE: ClassVar[str] = "notifications.delivery.gave_up.v1"
    AUDIENCE: ClassVar[str] = "provider"
    state: Delivery


class RequestRefused(Event):
    """Notifications cannot do what another service asked; a thing of its own, named by the request's id."""

    TYPE: ClassVar[str] = "notifications.request.refused.v1"
    code: str
    facts: dict[str, str] = Field(default_factory=dict)


EVENTS = declared(globals(), Event)
