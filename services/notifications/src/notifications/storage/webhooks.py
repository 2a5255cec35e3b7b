"""Webhooks in PostgreSQL."""

from uuid import UUID

from chassis.command import Context, check_version
from chassis.database import Row, Transaction
from chassis.database.text_row import TextRow
from chassis.domain.refusal import Refusal
from chassis.journal.recording import with_key

from notifications.domain import events
from notifications.domain.evolution import evolve_webhook
from notifications.domain.webhook import Webhook
from notifications.events import webhook_line
from notifications.storage.rows import plain

_INSERT = """INSERT INTO webhook (id, client_id, version, url, secret, types, owner_side, created_at, created_by,
  created_by_name, disabled_because) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)"""
_UPDATE = "UPDATE webhook SET version = $3, disabled_because = $4 WHERE id = $1 AND client_id = $2"


async def get(transaction: Transaction, webhook_id: UUID, expected_version: int | None = None) -> Webhook:
    """The webhook, locked; refuses when there is none or the version is another one."""
    row = await transaction.row("SELECT * FROM webhook WHERE id = $1 FOR UPDATE", webhook_id)
    if row is None:
        raise Refusal("notifications.not_found", "not_found", id=str(webhook_id))
    check_version(expected_version, row["version"])
    return _webhook(row)


async def find(transaction: Transaction, webhook_id: UUID) -> Webhook | None:
    """The webhook as it is now, without a lock."""
    row = await transaction.row("SELECT * FROM webhook WHERE id = $1", webhook_id)
    return _webhook(row) if row else None


async def active(transaction: Transaction, client_id: UUID) -> list[Webhook]:
    """The client's webhooks that are not disabled."""
    rows = await transaction.rows("SELECT * FROM webhook WHERE client_id = $1 AND disabled_because IS NULL", client_id)
    return [_webhook(row) for row in rows]


async def save(
    transaction: Transaction, context: Context, webhook: Webhook | None, event: events.Subscribed | events.Disabled
) -> Webhook:
    """Applies the event, writes row and journal line, and returns the webhook afterwards."""
    after = evolve_webhook(webhook, event)
    line = with_key(webhook_line(context, event, after), context)
    if webhook is None:
        await transaction.write(TextRow(_INSERT, _values(after)), [line])
    else:
        await transaction.write(
            TextRow(_UPDATE, (after.id, after.client_id, after.version, after.disabled_because)), [line]
        )
    return after


def _values(webhook: Webhook) -> tuple[object, ...]:
    return (
        webhook.id,
        webhook.client_id,
        webhook.version,
        webhook.url,
        webhook.secret,
        list(webhook.types),
        webhook.owner_side,
        webhook.created_at,
        webhook.created_by,
        webhook.created_by_name,
        webhook.disabled_because,
    )


def _webhook(row: Row) -> Webhook:
    return Webhook(**{**plain(row), "types": tuple(row["types"])})
