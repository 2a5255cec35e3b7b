"""What can happen to notifications, webhooks, preferences and deliveries. Public shapes are in the contracts."""

from dataclasses import dataclass

from chassis.domain.event import Event

from notifications.domain.notification import Notification
from notifications.domain.preferences import Preferences
from notifications.domain.webhook import DisableReason, Webhook


@dataclass(frozen=True, slots=True)
class NotificationCreated(Event):
    """An account was notified."""

    notification: Notification


@dataclass(frozen=True, slots=True)
class NotificationRead(Event):
    """The account has seen it, or it needs to be seen no more."""


@dataclass(frozen=True, slots=True)
class WebhookSubscribed(Event):
    """A tool follows a client's events."""

    webhook: Webhook


@dataclass(frozen=True, slots=True)
class WebhookDisabled(Event):
    """No more events go there."""

    reason: DisableReason


@dataclass(frozen=True, slots=True)
class PreferencesChanged(Event):
    """An account chose other mails. `preferences` are as they are now, with the version they had before."""

    preferences: Preferences


@dataclass(frozen=True, slots=True)
class MessageSent(Event):
    """A mail that a process asked for was accepted by the mail server."""


@dataclass(frozen=True, slots=True)
class DeliveryGaveUp(Event):
    """A delivery was refused for good."""
