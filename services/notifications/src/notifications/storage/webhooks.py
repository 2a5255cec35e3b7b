"""Webhook subscriptions in PostgreSQL."""

from chassis.database.repository import Repository
from chassis.database.state_codec import StateCodec
from sqlalchemy import bindparam

from notifications import events
from notifications.domain.evolution import evolve_webhook
from notifications.domain.webhook import Webhook
from notifications.storage.tables import webhook

WEBHOOKS = Repository(webhook, StateCodec(Webhook), events.WEBHOOKS, evolve_webhook, "notifications.not_found")
TO_READ = WEBHOOKS.select(webhook.c.id == bindparam("id"), locked=False)
ACTIVE = WEBHOOKS.select(
    webhook.c.client_id == bindparam("client_id"), webhook.c.disabled_because.is_(None), locked=False
)
"""The client's webhooks that are not disabled."""
