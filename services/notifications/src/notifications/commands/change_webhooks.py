"""A client's administrator lets a tool follow its events, or ends that."""

from uuid import UUID

from chassis.command import Answer, Context
from chassis.database import Transaction
from contracts.notifications.commands import SubscribeWebhook

from notifications.domain import decisions
from notifications.domain.addresses import Networks
from notifications.domain.webhook import Webhook
from notifications.events import webhook_state
from notifications.storage import ledger, webhooks


async def subscribe(
    transaction: Transaction, context: Context, body: SubscribeWebhook, webhook_id: UUID, inside: Networks
) -> Answer:
    """Adds a subscription; `inside` are the private networks that the operator lets webhooks reach."""
    draft = Webhook(
        id=webhook_id,
        client_id=context.client_id,
        url=body.url,
        secret=body.secret.get_secret_value(),
        types=tuple(body.types),
        owner_side=context.actor.side,
        created_at=context.now,
        created_by=context.actor.id,
        created_by_name=context.actor.name,
    )
    active = await webhooks.active(transaction, context.client_id)
    (event,) = decisions.subscribe(draft, inside, context.actor, context.now, len(active))
    return _answer(await webhooks.save(transaction, context, None, event))


async def disable(transaction: Transaction, context: Context, webhook_id: UUID) -> Answer:
    """Ends a subscription; what is still due for it is not sent."""
    webhook = await webhooks.get(transaction, webhook_id, context.expected_version)
    (event,) = decisions.disable(webhook, context.actor, context.now)
    await ledger.drop_all(transaction, str(webhook_id), event.reason, context.now)
    return _answer(await webhooks.save(transaction, context, webhook, event))


def _answer(webhook: Webhook) -> Answer:
    state = webhook_state(webhook).model_dump_json().encode()
    return Answer(webhook.id, webhook.version, state, created=webhook.version == 1)
