"""The ledger: what goes to whom over which channel, once per event, and how far each delivery has come.

A delivery is entered in the transaction of the inbox's watermark. Taking it and ending it are transactions of their own
with the sending in between, so a crash there leaves it in `sending`, and it is taken again when its time is over.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import orjson
from chassis.command import Context
from chassis.database import Row, Transaction
from chassis.identifiers import new_id

from notifications.domain.delivery import SENDING, Channel, Progress
from notifications.storage.rows import plain

Place = tuple[str, str]
"""Recipient and channel: within one event, each has at most one delivery."""
_ENTER = """INSERT INTO delivery (id, client_id, event_id, recipient, channel, state, due_at, content, correlation_id,
  traceparent, entered_at, ended_at)
SELECT id, $2::uuid, $3::uuid, recipient, channel, CASE WHEN content IS NULL THEN 'sent' ELSE 'due' END, $4::timestamptz,
  content, $5::uuid, $6::text, $4, CASE WHEN content IS NULL THEN $4 END
FROM json_to_recordset($1::json) AS entry (id uuid, recipient text, channel text, content json)
ON CONFLICT (event_id, recipient, channel) DO NOTHING RETURNING recipient, channel"""
_TAKE = """WITH busy AS (SELECT * FROM unnest($6::uuid[], $7::int[]) AS one(client_id, under_way)),
oldest AS (SELECT id, client_id, due_at FROM delivery
  WHERE channel = $1 AND state IN ('due', 'sending') AND due_at <= $2
    AND client_id NOT IN (SELECT client_id FROM busy WHERE under_way >= $5)
  ORDER BY due_at LIMIT 10 * $4),
fair AS (SELECT id, due_at, coalesce(under_way, 0) + row_number() OVER (PARTITION BY client_id ORDER BY due_at) AS place
  FROM oldest LEFT JOIN busy USING (client_id)),
chosen AS (SELECT id FROM fair WHERE place <= $5 ORDER BY due_at LIMIT $4)
UPDATE delivery SET state = 'sending', tries = tries + 1, due_at = $2::timestamptz + $3::interval
WHERE id IN (SELECT id FROM delivery JOIN chosen USING (id)
  WHERE state IN ('due', 'sending') AND due_at <= $2 FOR UPDATE OF delivery SKIP LOCKED)
RETURNING *"""
OF_ONE_CLIENT = 8
"""How many deliveries of one client are under way at most: whose receivers are slow waits alone."""
_END = """UPDATE delivery SET state = $3, due_at = $4, refusals = $5, answer = $6,
  ended_at = CASE WHEN $3 IN ('sent', 'failed') THEN $7::timestamptz END,
  refused_since = CASE WHEN $5 > 0 THEN coalesce(refused_since, $7::timestamptz) END,
  content = CASE WHEN $3 = 'sent' THEN NULL ELSE content END
WHERE id = $1 AND state = 'sending' AND tries = $2"""
_OTHERS_TAKEN = """SELECT EXISTS (SELECT 1 FROM delivery AS refused JOIN delivery AS taken USING (recipient)
WHERE refused.id = $1 AND taken.channel = 'webhook' AND taken.state = 'sent' AND taken.ended_at > refused.refused_since)"""


@dataclass(frozen=True, slots=True)
class Entry:
    """A delivery to be made; without content it is made already (the inbox is a table of ours)."""

    recipient: str
    channel: str
    content: Any = None


@dataclass(frozen=True, slots=True)
class Delivery:
    """A delivery that this process has taken to make."""

    id: UUID
    client_id: UUID
    event_id: UUID
    recipient: str
    channel: Channel
    progress: Progress
    content: dict[str, Any]
    correlation_id: UUID | None
    traceparent: str | None


async def enter(transaction: Transaction, context: Context, event_id: UUID, entries: Sequence[Entry]) -> set[Place]:
    """Enters deliveries about one event; returns those that were not there yet."""
    rows = [
        {"id": new_id(), "recipient": one.recipient, "channel": one.channel, "content": one.content} for one in entries
    ]
    text = orjson.dumps(rows).decode()
    new = await transaction.rows(
        _ENTER, text, context.client_id, event_id, context.now, context.correlation_id, context.traceparent
    )
    return {(row["recipient"], row["channel"]) for row in new}


async def take(
    transaction: Transaction, channel: Channel, now: datetime, limit: int, busy: Mapping[UUID, int]
) -> list[Delivery]:
    """Takes deliveries that are due, and those that somebody took and never ended: the oldest first, fairly.

    `busy` says how many of a client are under way already; no client gets beyond OF_ONE_CLIENT.
    """
    rows = await transaction.rows(_TAKE, channel, now, SENDING, limit, OF_ONE_CLIENT, list(busy), list(busy.values()))
    return [_delivery(row) for row in rows]


async def end(transaction: Transaction, delivery: Delivery, after: Progress, now: datetime) -> bool:
    """Writes how the try ended; false when it was taken from us meanwhile, and then nothing may follow from it."""
    ended = await transaction.execute(
        _END, delivery.id, after.tries, after.state, after.due_at, after.refusals, after.answer, now
    )
    return ended == 1


async def others_were_taken(transaction: Transaction, refused: Delivery) -> bool:
    """True when the webhook took anything else since it first refused this delivery."""
    return bool(await transaction.value(_OTHERS_TAKEN, refused.id))


async def drop_all(transaction: Transaction, recipient: str, answer: str, now: datetime) -> None:
    """Nothing more goes to this recipient."""
    await transaction.execute(
        """UPDATE delivery SET state = 'failed', answer = $2, ended_at = $3
        WHERE recipient = $1 AND state IN ('due', 'sending')""",
        recipient,
        answer,
        now,
    )


def _delivery(found: Row) -> Delivery:
    row = plain(found)
    return Delivery(
        id=row["id"],
        client_id=row["client_id"],
        event_id=row["event_id"],
        recipient=row["recipient"],
        channel=row["channel"],
        progress=Progress("sending", row["due_at"], row["tries"], row["refusals"], row["answer"]),
        content=orjson.loads(row["content"]),
        correlation_id=row["correlation_id"],
        traceparent=row["traceparent"],
    )
