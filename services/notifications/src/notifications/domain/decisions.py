"""What follows from a command: `(thing, content, by, now) -> events`, or a refusal. Pure."""

from collections.abc import Mapping
from datetime import datetime
from urllib.parse import urlsplit

from chassis.domain.actor import SYSTEM, Actor
from chassis.domain.refusal import Refusal

from notifications.domain import events
from notifications.domain.addresses import Networks, literal, may_reach
from notifications.domain.happening import Happening, Importance, Seen
from notifications.domain.notification import Notification
from notifications.domain.preferences import Preferences
from notifications.domain.rules import SPOKEN_FOR
from notifications.domain.signature import key_of
from notifications.domain.telling import seen_after
from notifications.domain.webhook import Ending, Webhook

KEEPER = "administrator"
"""The role that looks after webhooks."""


def read(notification: Notification, by: Actor, now: datetime) -> list[events.Read]:
    """Only its own account reads a notification; reading it again changes nothing."""
    if notification.account_id != by.id:
        raise Refusal("notifications.not_found", "not_found", id=str(notification.id))
    return [events.Read(now, by)] if notification.read_at is None else []


def is_over(notification: Notification, event: Happening, before: Seen) -> bool:
    """True when there is nothing left to see: its reader has just acted on the thing, or the move it asked for is made.

    A process asks for several moves at a time and shows one of them: that another one is shown ends none.
    """
    if notification.account_id == event.actor_id:
        return True
    asks = notification.importance != "information" and event.kind not in SPOKEN_FOR
    return asks and before.move != seen_after(event).move


MOST_WEBHOOKS = 20
"""Active subscriptions of a client: every event is sent to each, and those that do not answer keep the others waiting."""


def subscribe(draft: Webhook, inside: Networks, by: Actor, now: datetime, active: int = 0) -> list[events.Subscribed]:
    """A new subscription; refuses one too many, one that could reach what is not for the world, or cannot be signed for."""
    check_right(by)
    if active >= MOST_WEBHOOKS:
        raise Refusal("notifications.too_many_webhooks", most=MOST_WEBHOOKS)
    _check_url(draft.url, inside)
    key_of(draft.secret)
    return [events.Subscribed(now, by, draft)]


def disable(webhook: Webhook, by: Actor, now: datetime) -> list[events.Disabled]:
    """Somebody ends it by hand."""
    check_right(by)
    if webhook.owner_side == "provider" and by.side != "provider":
        raise Refusal("notifications.not_found", "not_found", id=str(webhook.id))
    if not webhook.active:
        raise Refusal("notifications.webhook_already_disabled", because=webhook.disabled_because)
    return [events.Disabled(now, by, "by_hand")]


def end(webhook: Webhook, because: Ending, now: datetime) -> list[events.Disabled]:
    """It ends by itself: it said that it is gone, or it never answered well."""
    return [events.Disabled(now, SYSTEM, because)] if webhook.active else []


def change_preferences(
    preferences: Preferences, mail: Mapping[Importance, bool | None], by: Actor, now: datetime
) -> list[events.PreferencesChanged]:
    """What is given is changed, what is missing stays."""
    wanted = {**preferences.mail, **{name: on for name, on in mail.items() if on is not None}}
    return [events.PreferencesChanged(now, by, wanted)] if wanted != preferences.mail else []


def check_right(by: Actor) -> None:
    """Refuses who does not look after webhooks."""
    if not by.has(KEEPER):
        raise Refusal("notifications.administrators_only", "forbidden", role=KEEPER)


def _check_url(url: str, inside: Networks) -> None:
    """Refuses what can be seen to be wrong without asking anybody; names are looked up at each delivery."""
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname or "", parts.port
    except ValueError:
        raise Refusal("notifications.webhook_url_not_valid", "invalid") from None
    if parts.scheme not in ("https", "http") or not host or parts.username or parts.password or parts.fragment:
        raise Refusal("notifications.webhook_url_not_valid", "invalid")
    address = literal(host)
    if address is not None and not may_reach(address, inside):
        raise Refusal("notifications.webhook_address_not_allowed", "invalid", host=host)
    if parts.scheme == "http" and not inside:
        raise Refusal("notifications.webhook_not_encrypted", "invalid")
