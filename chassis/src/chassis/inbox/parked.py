"""Keeps messages that could not be applied, with the reason, until an operator fixes the cause and releases them."""

import asyncio
from collections.abc import Sequence
from datetime import datetime
from typing import Any, Literal
from uuid import UUID

import orjson
import structlog

from chassis import telemetry
from chassis.database import Database, Row, Transaction
from chassis.journal.line import JournalLine, from_cloud_event, to_cloud_event

log = structlog.get_logger(__name__)
Reason = Literal["unreadable", "unknown_shape", "refused", "failed", "foreign_client", "behind_another"]
_INSERT = """INSERT INTO parked (place, source, shard, seq, event_id, type, subject, client_id, reason, detail, raw)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) ON CONFLICT (place) DO """
# A line that is parked again after its release (a rebuild applies it a second time) waits again. An unreadable record is not
# parked again, because it is the same record every time.
_AGAIN = """UPDATE SET released_at = NULL, released_by = NULL, reason = excluded.reason, detail = excluded.detail,
parked_at = now() WHERE parked.released_at IS NOT NULL"""

_WAITING = """SELECT id, raw, EXISTS (SELECT FROM inbox WHERE (inbox.source, inbox.generation, inbox.shard)
  = (parked.source, split_part(parked.place, '/', 2), parked.shard) AND ended_at IS NOT NULL AND inbox.seq < parked.seq)
  AS taken_back
FROM parked WHERE released_at IS NULL AND subject = $1 ORDER BY source, shard, seq, id FOR UPDATE"""
_VIEW = "id, source, type, subject, reason, detail, parked_at, released_at"


async def park(transaction: Transaction, line: JournalLine, reason: Reason, detail: str) -> None:
    """Parks a line. A line that was released before waits again."""
    place = f"{line.source}/{line.generation}/{line.shard}/{line.seq}"
    raw = orjson.dumps(to_cloud_event(line))
    about = (line.source, line.shard, line.seq, line.id, line.type, line.subject, line.client_id)
    await transaction.execute(_INSERT + _AGAIN, place, *about, reason, detail[:2000], raw)


async def park_unreadable(transaction: Transaction, place: str, raw: bytes, detail: str) -> None:
    """Parks a Kafka record that is not a journal line. `place` is topic/partition/offset/timestamp."""
    unknown = (None,) * 7
    await transaction.execute(_INSERT + "NOTHING", place, *unknown, "unreadable", detail[:2000], raw)


async def subjects(transaction: Transaction, among: Sequence[UUID]) -> set[UUID]:
    """Returns those of the things that have a waiting message. It waits for a release that is in progress."""
    rows = await transaction.rows(
        "SELECT subject FROM parked WHERE released_at IS NULL AND subject = ANY($1::uuid[]) ORDER BY id FOR SHARE",
        list(set(among)),
    )
    return {row["subject"] for row in rows}


async def client_of(transaction: Transaction, subject: UUID) -> UUID | None:
    """Returns the client of a thing that has waiting messages, or None. Needs a system transaction."""
    client: UUID | None = await transaction.value(
        "SELECT client_id FROM parked WHERE released_at IS NULL AND subject = $1 LIMIT 1", subject
    )
    return client


async def waiting(transaction: Transaction, subject: UUID) -> tuple[list[int], list[JournalLine]]:
    """Returns the waiting messages of one thing, locked: their numbers, and the lines to apply in the order of their journal.

    A message that the owner lost (it was restored from an older backup) is only among the numbers.
    """
    rows = await transaction.rows(_WAITING, subject)
    lines = [from_cloud_event(orjson.loads(row["raw"])) for row in rows if not row["taken_back"]]
    return [row["id"] for row in rows], lines


async def listing(transaction: Transaction, *, released: bool = False, limit: int = 200) -> list[dict[str, Any]]:
    """Returns parked messages as an operator sees them, oldest first."""
    rows = await transaction.rows(
        f"SELECT {_VIEW} FROM parked WHERE ($1 OR released_at IS NULL) ORDER BY id LIMIT $2", released, limit
    )
    return [_view(row) for row in rows]


async def one(transaction: Transaction, number: int) -> dict[str, Any] | None:
    """Returns one parked message with its content, or None."""
    row = await transaction.row(f"SELECT {_VIEW}, raw FROM parked WHERE id = $1", number)
    return _view(row) | {"raw": bytes(row["raw"]).decode("utf-8", "replace")} if row else None


async def mark_released(transaction: Transaction, numbers: Sequence[int], by: str) -> None:
    """Marks messages as released: they were applied, or an operator dropped them."""
    await transaction.execute(
        "UPDATE parked SET released_at = clock_timestamp(), released_by = $2 WHERE id = ANY($1::bigint[])",
        list(numbers),
        by,
    )


async def count(transaction: Transaction) -> int:
    """Returns the number of waiting messages."""
    return int(await transaction.value("SELECT count(*) FROM parked WHERE released_at IS NULL"))


def _view(row: Row) -> dict[str, Any]:
    return {name: value.isoformat() if isinstance(value, datetime) else value for name, value in row.items()}


async def keep_count(database: Database, every_seconds: float = 10.0) -> None:
    """Updates the metric of waiting messages until cancelled."""
    while True:
        try:
            async with database.system_transaction() as transaction:
                telemetry.PARKED.set(await count(transaction))
        except Exception as error:
            log.debug("parked.not_counted", error=repr(error))
        await asyncio.sleep(every_seconds)
