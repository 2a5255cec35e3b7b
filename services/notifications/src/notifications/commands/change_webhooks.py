"""A client's administrator lets a tool follow its events, or ends that."""

from uuid import UUID

from chassis.command import Answer, Context
from chassis.database import Transaction
from contracts.notifications.commands import SubscribeWebhook

from notifications.domain import decisions
from notifications.domain.network_addresses import Networks
from notifications.domain.webhook import Creator, Webhook
from notifications.storage import deliveries
from notifications.storage.webhooks import ACTIVE, WEBHOOKS


async def subscribe(
    transaction: Transaction, context: Context, body: SubscribeWebhook, webhook_id: UUID, private: Networks
) -> Answer:
    """Adds a subscription; `private` are the private networks that the operator lets webhooks reach."""
    by = context.actor
    draft = Webhook(
        id=webhook_id,
        client_id=context.client_id,
        full_url=body.url,
        secret=body.secret.get_secret_value(),
        types=tuple(body.types),
        owner_side=by.side,
        created_at=context.now,
        created_by=Creator(by.id, by.name) if by.id else None,
    )
    active = await WEBHOOKS.all(transaction, ACTIVE(client_id=context.client_id))
    happened = decisions.subscribe(draft, private, by, context.now, len(active))
    return await WEBHOOKS.save(transaction, context, None, happened)


async def disable(transaction: Transaction, context: Context, webhook_id: UUID) -> Answer:
    """Ends a subscription; what is still due for it is not sent."""
    webhook = await WEBHOOKS.get(transaction, webhook_id, context.expected_version)
    (event,) = decisions.disable(webhook, context.actor, context.now)
    await deliveries.cancel_all(transaction, str(webhook_id), event.reason, context.now)
    return await WEBHOOKS.save(transaction, context, webhook, [event])
