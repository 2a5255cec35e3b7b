"""What follows from a command: `(thing, content, by, now) -> events`, or a refusal. Pure."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from chassis.domain.actor import SYSTEM, Actor
from chassis.domain.refusal import Refusal

from notifications.domain import events
from notifications.domain.incoming_event import IncomingEvent, Snapshot
from notifications.domain.network_addresses import Networks, address_in, may_reach
from notifications.domain.notification import Notification
from notifications.domain.preferences import Preferences
from notifications.domain.recipient_rules import KINDS_THAT_WAIT_FOR_OTHERS
from notifications.domain.webhook import MOVES, DisableReason, Webhook
from notifications.domain.webhook_signature import signing_key

WEBHOOK_ROLE = "administrator"
"""The role that manages webhooks, on either side."""
MOST_WEBHOOKS = 20
"""Active subscriptions of a client: every event is sent to each, and those that do not answer keep the others waiting."""


def acting_account(by: Actor) -> UUID:
    """The account that acts. Refuses whoever acts without one."""
    if by.id is None:
        raise Refusal("notifications.accounts_only", "forbidden")
    return by.id


def read(notification: Notification, by: Actor, now: datetime) -> list[events.NotificationRead]:
    """Only its own account reads a notification; reading it again changes nothing."""
    if notification.account_id != by.id:
        raise Refusal("notifications.not_found", "not_found", id=str(notification.id))
    return [events.NotificationRead(now, by)] if notification.read_at is None else []


def is_settled(notification: Notification, event: IncomingEvent, before: Snapshot) -> bool:
    """True when nothing is left to see: its reader has just acted on the thing, or the move it asked for is made.

    A process asks for several moves at a time and shows one of them: that another one is shown settles none.
    """
    if notification.account_id == event.actor_id:
        return True
    asks = notification.importance != "information" and event.kind not in KINDS_THAT_WAIT_FOR_OTHERS
    return asks and before.next_move != event.snapshot().next_move


def subscribe(
    draft: Webhook, private: Networks, by: Actor, now: datetime, active: int = 0
) -> list[events.WebhookSubscribed]:
    """A new subscription. Refused is one too many, one that could reach a private network, and one without a valid key."""
    check_manages_webhooks(by)
    if active >= MOST_WEBHOOKS:
        raise Refusal("notifications.too_many_webhooks", most=MOST_WEBHOOKS)
    _check_url(draft.full_url, private)
    signing_key(draft.secret)
    return [events.WebhookSubscribed(now, by, draft)]


def disable(webhook: Webhook, by: Actor, now: datetime) -> list[events.WebhookDisabled]:
    """Somebody ends it by hand. A webhook of the provider does not exist for the client."""
    if webhook.internal and by.side != "provider":
        raise Refusal("notifications.not_found", "not_found", id=str(webhook.id))
    MOVES.check(webhook, "disable", by)
    return [events.WebhookDisabled(now, by, "by_hand")]


def disable_failing(webhook: Webhook, reason: DisableReason, now: datetime) -> list[events.WebhookDisabled]:
    """The system ends it: the receiver said that it is gone, or it never accepted anything."""
    return [events.WebhookDisabled(now, SYSTEM, reason)] if webhook.active else []


def change_preferences(
    preferences: Preferences, mail: Mapping[str, Any], by: Actor, now: datetime
) -> list[events.PreferencesChanged]:
    """What is given is changed, what is missing stays."""
    chosen = replace(preferences.mail, **mail)
    changed = replace(preferences, mail=chosen)
    return [events.PreferencesChanged(now, by, changed)] if chosen != preferences.mail else []


def check_manages_webhooks(by: Actor) -> None:
    """Refuses whoever does not manage webhooks."""
    if not by.has(WEBHOOK_ROLE):
        raise Refusal("notifications.administrators_only", "forbidden", role=WEBHOOK_ROLE)


def _check_url(url: str, private: Networks) -> None:
    """Refuses what can be seen to be wrong without a look-up; names are looked up at each delivery."""
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname or "", parts.port
    except ValueError:
        raise Refusal("notifications.webhook_url_not_valid", "invalid") from None
    if parts.scheme not in ("https", "http") or not host or parts.username or parts.password or parts.fragment:
        raise Refusal("notifications.webhook_url_not_valid", "invalid")
    address = address_in(host)
    if address is not None and not may_reach(address, private):
        raise Refusal("notifications.webhook_address_not_allowed", "invalid", host=host)
    if parts.scheme == "http" and not private:
        raise Refusal("notifications.webhook_not_encrypted", "invalid")
