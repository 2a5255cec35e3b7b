"""From domain events to contract events: the only place that knows our public shapes."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit, urlunsplit
from uuid import UUID

import contracts.notifications.events as public
from chassis.command import Context
from chassis.journal.line import JournalLine
from chassis.journal.recording import make_line
from contracts.notifications import state as shapes
from contracts.vocabulary import Named

from notifications.domain import events
from notifications.domain.letter import Letter
from notifications.domain.notification import Notification
from notifications.domain.preferences import Preferences
from notifications.domain.webhook import Webhook

SOURCE = "notifications"


def notification_state(notification: Notification) -> shapes.Notification:
    """The notification as its account may see it."""
    about = notification.about
    return shapes.Notification(
        id=notification.id,
        client_id=notification.client_id,
        version=notification.version,
        account_id=notification.account_id,
        account_side=notification.account_side,
        code=notification.code,
        facts=dict(notification.facts),
        about=shapes.About(kind=about.kind, id=about.id, title=about.title),
        importance=notification.importance,
        status="unread" if notification.read_at is None else "read",
        event_id=notification.event_id,
        created_at=notification.created_at,
        read_at=notification.read_at,
    )


def webhook_state(webhook: Webhook) -> shapes.Webhook:
    """The webhook as its client may see it: no secret, and no query of the address, which may hold one."""
    by = Named(id=webhook.created_by, name=webhook.created_by_name) if webhook.created_by else None
    return shapes.Webhook(
        id=webhook.id,
        client_id=webhook.client_id,
        version=webhook.version,
        url=urlunsplit(urlsplit(webhook.url)._replace(query="")),
        types=list(webhook.types),
        owner_side=webhook.owner_side,
        active=webhook.active,
        disabled_because=webhook.disabled_because,
        created_by=by,
        created_at=webhook.created_at,
    )


def preferences_state(preferences: Preferences) -> shapes.Preferences:
    """The preferences as their account may see them."""
    return shapes.Preferences(
        id=preferences.id,
        client_id=preferences.client_id,
        version=preferences.version,
        account_id=preferences.account_id,
        mail=dict(preferences.mail),
    )


def notification_line(context: Context, event: events.Created | events.Read, after: Notification) -> JournalLine:
    """The journal line of a notification; what the provider's people are told is not for the client."""
    shape = public.NotificationCreated if isinstance(event, events.Created) else public.NotificationRead
    content = shape(state=notification_state(after))
    line = make_line(SOURCE, content, after.id, after.version, context, by=event.by, at=event.at)
    return replace(line, audience="provider") if after.account_side == "provider" else line


def webhook_line(context: Context, event: events.Subscribed | events.Disabled, after: Webhook) -> JournalLine:
    """The journal line of a webhook; the provider's own ones are not for the client."""
    state = webhook_state(after)
    content: public.WebhookSubscribed | public.WebhookDisabled
    if isinstance(event, events.Subscribed):
        content = public.WebhookSubscribed(state=state)
    else:
        content = public.WebhookDisabled(reason=event.reason, state=state)
    line = make_line(SOURCE, content, after.id, after.version, context, by=event.by, at=event.at)
    return replace(line, audience="provider") if after.owner_side == "provider" else line


def preferences_line(context: Context, event: events.PreferencesChanged, after: Preferences) -> JournalLine:
    """The journal line of an account's preferences."""
    content = public.PreferencesChanged(state=preferences_state(after))
    return make_line(SOURCE, content, after.id, after.version, context, by=event.by, at=event.at)


def message_sent(context: Context, delivery_id: UUID, letter: Letter, at: datetime) -> JournalLine:
    """The answer to a process: the mail it asked for is out."""
    asked = letter.asked
    assert asked is not None, "only a mail that was asked for is answered"
    state = shapes.Message(
        id=delivery_id,
        client_id=context.client_id,
        version=1,
        request_id=asked.request_id,
        process_id=asked.process_id,
        step=asked.step,
        to=Named(id=asked.to_id, name=letter.to_name) if asked.to_id else None,
        to_email=letter.to_email,
        to_name=letter.to_name,
        template=letter.code,
        sent_at=at,
    )
    return make_line(SOURCE, public.MessageSent(state=state), delivery_id, 1, context, at=at)


def gave_up(context: Context, state: shapes.Delivery) -> JournalLine:
    """A mail or an event was refused for good."""
    return make_line(SOURCE, public.DeliveryGaveUp(state=state), state.id, state.version, context)


def refused(context: Context, request_id: UUID, code: str, facts: Mapping[str, Any]) -> JournalLine:
    """The answer to a request that cannot be fulfilled: a thing of its own, named by the request."""
    content = public.RequestRefused(code=code, facts={name: str(value) for name, value in facts.items()})
    return make_line(SOURCE, content, request_id, 1, context)
