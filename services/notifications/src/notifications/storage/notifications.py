"""Inbox lines in PostgreSQL: many are made at once, and one or all of an account's are read."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

import orjson
from chassis.command import Context, check_version
from chassis.database import Row, Transaction
from chassis.domain.refusal import Refusal
from chassis.journal.recording import with_key

from notifications.domain import events
from notifications.domain.evolution import evolve_notification
from notifications.domain.notification import About, Notification
from notifications.events import notification_line
from notifications.storage.rows import plain

_INSERT = "INSERT INTO notification SELECT * FROM json_populate_recordset(null::notification, $1::json)"
_READ = """UPDATE notification SET version = now.version, read_at = now.read_at
FROM unnest($1::uuid[], $2::int[], $3::timestamptz[]) AS now (id, version, read_at) WHERE notification.id = now.id"""


async def get(transaction: Transaction, notification_id: UUID, expected_version: int | None) -> Notification:
    """The notification, locked; refuses when there is none or the version is another one."""
    row = await transaction.row("SELECT * FROM notification WHERE id = $1 FOR UPDATE", notification_id)
    if row is None:
        raise Refusal("notifications.not_found", "not_found", id=str(notification_id))
    check_version(expected_version, row["version"])
    return _notification(row)


async def unread(transaction: Transaction, account_id: UUID) -> list[Notification]:
    """What the account has not read yet, about the clients in scope, locked."""
    rows = await transaction.rows(
        "SELECT * FROM notification WHERE account_id = $1 AND read_at IS NULL ORDER BY id FOR UPDATE", account_id
    )
    return [_notification(row) for row in rows]


async def unread_about(transaction: Transaction, thing_id: UUID) -> list[Notification]:
    """What nobody has read yet of what was told about a thing, locked."""
    rows = await transaction.rows(
        "SELECT * FROM notification WHERE about_id = $1 AND read_at IS NULL ORDER BY id FOR UPDATE", thing_id
    )
    return [_notification(row) for row in rows]


async def create(transaction: Transaction, context: Context, created: Sequence[events.Created]) -> None:
    """Writes new notifications and their journal lines."""
    made = [(event, evolve_notification(None, event)) for event in created]
    rows = orjson.dumps([_row(notification) for _, notification in made]).decode()
    await transaction.execute(_INSERT, rows)
    await transaction.note([notification_line(context, event, after) for event, after in made])


async def save_read(
    transaction: Transaction, context: Context, read: Sequence[tuple[Notification, events.Read]]
) -> list[Notification]:
    """Writes that these were read, and the journal lines of it; returns them as they are now."""
    done = [(event, evolve_notification(before, event)) for before, event in read]
    if not done:
        return []
    after = [notification for _, notification in done]
    await transaction.execute(_READ, [n.id for n in after], [n.version for n in after], [n.read_at for n in after])
    lines = [notification_line(context, event, notification) for event, notification in done]
    await transaction.note([*lines[:-1], with_key(lines[-1], context)])
    return after


def _row(notification: Notification) -> dict[str, Any]:
    return {
        "id": notification.id,
        "client_id": notification.client_id,
        "account_id": notification.account_id,
        "account_side": notification.account_side,
        "event_id": notification.event_id,
        "code": notification.code,
        "importance": notification.importance,
        "about_kind": notification.about.kind,
        "about_id": notification.about.id,
        "about_title": notification.about.title,
        "facts": notification.facts,
        "created_at": notification.created_at,
        "read_at": notification.read_at,
        "version": notification.version,
    }


def _notification(row: Row) -> Notification:
    values = plain(row)
    about = About(values.pop("about_kind"), values.pop("about_id"), values.pop("about_title"))
    return Notification(**{**values, "about": about, "facts": orjson.loads(values["facts"])})
