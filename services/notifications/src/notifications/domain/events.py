"""What can happen to a notification, a webhook or preferences, in the past tense. Public shapes are in the contracts."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from chassis.domain.actor import Actor

from notifications.domain.happening import Importance
from notifications.domain.notification import Notification
from notifications.domain.webhook import Ending, Webhook


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened, when and by whom."""

    at: datetime
    by: Actor


@dataclass(frozen=True, slots=True)
class Created(Event):
    notification: Notification


@dataclass(frozen=True, slots=True)
class Read(Event):
    pass


@dataclass(frozen=True, slots=True)
class Subscribed(Event):
    webhook: Webhook


@dataclass(frozen=True, slots=True)
class Disabled(Event):
    reason: Ending


@dataclass(frozen=True, slots=True)
class PreferencesChanged(Event):
    mail: Mapping[Importance, bool]
