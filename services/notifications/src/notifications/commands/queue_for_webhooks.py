"""Something happened: tools that subscribed to it get it, exactly as the journal has it but for our own plumbing."""

from typing import Any
from uuid import UUID

import orjson
from chassis.command import Context
from chassis.database import Transaction
from chassis.journal.line import JournalLine, to_cloud_event

from notifications.domain.webhook import Webhook
from notifications.storage import ledger, webhooks
from notifications.storage.ledger import Entry

_PLUMBING = ("generation", "shard", "sequence", "traceparent", "addressee")


async def subscribed(transaction: Transaction, client_id: UUID) -> list[Webhook]:
    """The client's active webhooks; the transaction's scope includes the client."""
    return await webhooks.active(transaction, client_id)


async def queue_for_webhooks(
    transaction: Transaction, context: Context, line: JournalLine, among: list[Webhook]
) -> None:
    """Enters a delivery of the line for each webhook that wants it."""
    wanting = [webhook for webhook in among if webhook.wants(line.type, internal=line.audience == "provider")]
    if wanting:
        content = {"body": _body(line)}
        entries = [Entry(str(webhook.id), "webhook", content) for webhook in wanting]
        await transaction.scope_to(line.client_id)
        await ledger.enter(transaction, context, line.id, entries)


def _body(line: JournalLine) -> str:
    event: dict[str, Any] = to_cloud_event(line)
    return orjson.dumps({name: value for name, value in event.items() if name not in _PLUMBING}).decode()
