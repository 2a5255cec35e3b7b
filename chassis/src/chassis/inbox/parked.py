"""Parked messages: what could not be applied waits here, with the reason, until an operator mends and releases it."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
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
# What was released once and is parked again (a rebuild comes by a second time) waits again; a record that nobody can read
# is the same record every time.
_AGAIN = """UPDATE SET released_at = NULL, released_by = NULL, reason = excluded.reason, detail = excluded.detail,
parked_at = now() WHERE parked.released_at IS NOT NULL"""

_WAITING = """SELECT id, raw, EXISTS (SELECT FROM inbox WHERE (inbox.source, inbox.generation, inbox.shard)
  = (parked.source, split_part(parked.place, '/', 2), parked.shard) AND ended_at IS NOT NULL AND inbox.seq < parked.seq)
  AS taken_back
FROM parked WHERE released_at IS NULL AND subject = $1 ORDER BY source, shard, seq, id FOR UPDATE"""


@dataclass(frozen=True, slots=True)
class Parked:
    """A parked message as an operator sees it."""

    id: int
    source: str | None
    type: str | None
    subject: UUID | None
    reason: str
    detail: str
    parked_at: str
    released_at: str | None


async def park(transaction: Transaction, line: JournalLine, reason: Reason, detail: str) -> None:
    """Sets a line aside."""
    place = f"{line.source}/{line.generation}/{line.shard}/{line.seq}"
    raw = orjson.dumps(to_cloud_event(line))
    await transaction.execute(
        _INSERT + _AGAIN,
        place,
        line.source,
        line.shard,
        line.seq,
        line.id,
        line.type,
        line.subject,
        line.client_id,
        reason,
        detail[:2000],
        raw,
    )


async def park_unreadable(transaction: Transaction, place: str, raw: bytes, detail: str) -> None:
    """Sets aside a Kafka record that is not a journal line at all; `place` is topic/partition/offset."""
    await transaction.execute(
        _INSERT + "NOTHING", place, None, None, None, None, None, None, None, "unreadable", detail[:2000], raw
    )


async def subjects(transaction: Transaction, among: Sequence[UUID]) -> set[UUID]:
    """Which of these things have a parked message that waits; a release of one that is under way is waited for."""
    rows = await transaction.rows(
        "SELECT subject FROM parked WHERE released_at IS NULL AND subject = ANY($1::uuid[]) ORDER BY id FOR SHARE",
        list(set(among)),
    )
    return {row["subject"] for row in rows}


async def client_of(transaction: Transaction, subject: UUID) -> UUID | None:
    """Whose thing it is that has messages waiting; None when none wait. System transactions only."""
    client: UUID | None = await transaction.value(
        "SELECT client_id FROM parked WHERE released_at IS NULL AND subject = $1 LIMIT 1", subject
    )
    return client


async def waiting(transaction: Transaction, subject: UUID) -> tuple[list[int], list[JournalLine]]:
    """The waiting messages of one thing, locked: their numbers, and in the order of their journal what is to be applied.

    What an owner took back (it was restored from a backup without it) is among the numbers only.
    """
    rows = await transaction.rows(_WAITING, subject)
    lines = [from_cloud_event(orjson.loads(row["raw"])) for row in rows if not row["taken_back"]]
    return [row["id"] for row in rows], lines


async def listing(transaction: Transaction, *, released: bool = False, limit: int = 200) -> list[Parked]:
    """Parked messages, oldest first."""
    rows = await transaction.rows(
        "SELECT * FROM parked WHERE ($1 OR released_at IS NULL) ORDER BY id LIMIT $2", released, limit
    )
    return [_view(row) for row in rows]


async def one(transaction: Transaction, number: int) -> dict[str, Any] | None:
    """One parked message with its content."""
    row = await transaction.row("SELECT * FROM parked WHERE id = $1", number)
    if row is None:
        return None
    view = _view(row)
    raw = bytes(row["raw"]).decode("utf-8", "replace")
    return {name: getattr(view, name) for name in Parked.__slots__} | {"raw": raw}


async def mark_released(transaction: Transaction, numbers: Sequence[int], by: str) -> None:
    """The messages were applied, or an operator decided they need not be."""
    await transaction.execute(
        "UPDATE parked SET released_at = clock_timestamp(), released_by = $2 WHERE id = ANY($1::bigint[])",
        list(numbers),
        by,
    )


async def count(transaction: Transaction) -> int:
    """How many messages wait."""
    return int(await transaction.value("SELECT count(*) FROM parked WHERE released_at IS NULL"))


def _view(row: Row) -> Parked:
    released = row["released_at"]
    return Parked(
        row["id"],
        row["source"],
        row["type"],
        row["subject"],
        row["reason"],
        row["detail"],
        row["parked_at"].isoformat(),
        released.isoformat() if released else None,
    )


async def keep_count(database: Database, every_seconds: float = 10.0) -> None:
    """Keeps the metric of waiting messages true, for ever."""
    while True:
        try:
            async with database.system_transaction() as transaction:
                telemetry.PARKED.set(await count(transaction))
        except Exception as error:
            log.debug("parked.not_counted", error=repr(error))
        await asyncio.sleep(every_seconds)
