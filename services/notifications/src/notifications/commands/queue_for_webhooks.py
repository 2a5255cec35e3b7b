"""An event happened: tools that subscribed to it get it as the journal has it, without what only services need.

Nor do they get the rights in a thing's state, for these are the rights of others.
"""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

import orjson
from chassis.command import Context
from chassis.database import Transaction
from chassis.journal.line import JournalLine, to_cloud_event
from contracts.vocabulary import WithMoves

from notifications.domain.webhook import Webhook
from notifications.storage import deliveries
from notifications.storage.deliveries import NewDelivery
from notifications.storage.webhooks import ACTIVE, WEBHOOKS

_FOR_SERVICES_ONLY = ("generation", "shard", "sequence", "traceparent", "addressee")
_RIGHTS = WithMoves.model_fields.keys()


class WebhookQueue:
    """Queues the events of one batch, and reads each client's webhooks once. The transaction's scope includes the client."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction
        self._active: dict[UUID, list[Webhook]] = {}

    async def add(self, context: Context, line: JournalLine) -> None:
        """Adds a delivery of the line for each webhook that wants it."""
        active = await self._webhooks_of(line.client_id)
        wanting = [webhook for webhook in active if webhook.wants(line.type, internal=line.audience == "provider")]
        if wanting:
            body = _body(line)
            new = [NewDelivery(str(webhook.id), "webhook", body) for webhook in wanting]
            await deliveries.add(self._transaction, context, line.id, new)

    async def _webhooks_of(self, client_id: UUID) -> list[Webhook]:
        if client_id not in self._active:
            self._active[client_id] = await WEBHOOKS.all(self._transaction, ACTIVE(client_id=client_id))
        return self._active[client_id]


def _body(line: JournalLine) -> str:
    event: dict[str, Any] = to_cloud_event(line)
    event["data"] = _without_rights(line.content())
    return orjson.dumps({name: value for name, value in event.items() if name not in _FOR_SERVICES_ONLY}).decode()


def _without_rights(content: Mapping[str, Any]) -> Mapping[str, Any]:
    """Returns the content of an event without the rights in its state: who else may make which move."""
    state = content.get("state")
    if not isinstance(state, dict) or "moves" not in state:
        return content
    return {**content, "state": {name: value for name, value in state.items() if name not in _RIGHTS}}
