"""Outbound deliveries: what goes to whom over which channel, once for each event, and how far each has come.

A delivery is added in the transaction of the inbox's watermark. Claiming it and recording a try are transactions of their
own with the sending in between, so a crash there leaves it in `sending`, and it is claimed again when its time is over.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from chassis.command import Context
from chassis.database import Row, Transaction
from chassis.database.bulk_write import insert_rows, rows_as_json
from chassis.database.state_codec import StateCodec
from chassis.database.statements import Statement
from chassis.identifiers import new_id
from sqlalchemy import ColumnElement, bindparam, case, exists, literal_column, null, select, update

from notifications.domain.delivery import CLAIM, Channel, Delivery, Progress
from notifications.domain.outgoing_mail import OutgoingMail
from notifications.storage.delivery_claims import claim_statement
from notifications.storage.tables import delivery

RecipientChannel = tuple[str, str]
"""Within one event, each recipient has at most one delivery on a channel."""
MOST_PER_CLIENT = 8
"""How many deliveries of one client are in progress at most: a client whose receivers are slow waits alone."""
MAIL = StateCodec(OutgoingMail)
_KEY = (delivery.c.event_id, delivery.c.recipient, delivery.c.channel)
_ADD = Statement(
    insert_rows(delivery)
    .on_conflict_do_nothing(index_elements=_KEY)
    .returning(delivery.c.recipient, delivery.c.channel)
)
_CLAIM = claim_statement()
_WRITTEN = ("state", "due_at", "refusals", "refused_since", "answer", "ended_at")
_STATE = bindparam("new_state", type_=delivery.c.state.type)
_RECORD = Statement(
    update(delivery)
    .values({name: bindparam(f"new_{name}", type_=delivery.c[name].type) for name in _WRITTEN})
    .values(content=case((_STATE == "sent", null()), else_=delivery.c.content))
    .where(delivery.c.id == bindparam("sent_id"), delivery.c.state == "sending", delivery.c.tries == bindparam("try"))
)
_SENT: ColumnElement[str] = literal_column("'sent'")  # written out, so that the index of what was sent is found
_ACCEPTED_SINCE = Statement(
    select(
        exists().where(
            delivery.c.recipient == bindparam("recipient"),
            delivery.c.state == _SENT,
            delivery.c.ended_at > bindparam("since"),
        )
    )
)
_CANCEL = Statement(
    update(delivery)
    .values(state="failed", answer=bindparam("because"), ended_at=bindparam("at"))
    .where(delivery.c.recipient == bindparam("to"), delivery.c.ended_at.is_(None))
)


@dataclass(frozen=True, slots=True)
class NewDelivery:
    """A delivery to be made. Without content it is made already: the inbox is a table of ours.

    A webhook's content is the body, JSON already."""

    recipient: str
    channel: str
    content: OutgoingMail | str | None = None


async def add(
    transaction: Transaction, context: Context, event_id: UUID, deliveries: Sequence[NewDelivery]
) -> set[RecipientChannel]:
    """Adds deliveries about one event; returns those that were not there yet."""
    rows = [_row(context, event_id, one) for one in deliveries]
    added = await transaction.rows(*_ADD(rows=rows_as_json(delivery, rows)))
    return {(row["recipient"], row["channel"]) for row in added}


async def claim(
    transaction: Transaction, channel: Channel, now: datetime, limit: int, in_progress: Mapping[UUID, int]
) -> list[Delivery]:
    """Claims deliveries that are due, and those whose claim is over: the oldest first, in fair turns.

    `in_progress` is how many of each client are in progress already; no client gets beyond MOST_PER_CLIENT.
    """
    counts = {"busy_clients": list(in_progress), "busy_counts": list(in_progress.values())}
    times = {"now": now, "until": now + CLAIM}
    query = _CLAIM(channel=channel, limit=limit, most=MOST_PER_CLIENT, **counts, **times)
    return [_delivery(row) for row in await transaction.rows(*query)]


async def record(transaction: Transaction, claimed: Delivery, after: Progress, now: datetime) -> bool:
    """Writes how a try ended; false when the claim was over and another process has it, and then nothing may follow."""
    written: dict[str, Any] = {f"new_{name}": getattr(after, name) for name in _WRITTEN if name != "ended_at"}
    ended_at = now if after.state in ("sent", "failed") else None
    query = _RECORD(sent_id=claimed.id, **{"try": after.tries}, **written, new_ended_at=ended_at)
    return await transaction.execute(*query) == 1


async def accepted_since(transaction: Transaction, recipient: str, since: datetime | None) -> bool:
    """True when the recipient accepted anything since then."""
    return bool(await transaction.value(*_ACCEPTED_SINCE(recipient=recipient, since=since)))


async def cancel_all(transaction: Transaction, recipient: str, because: str, now: datetime) -> None:
    """Nothing more goes to this recipient."""
    await transaction.execute(*_CANCEL(to=recipient, because=because, at=now))


def mail_of(claimed: Delivery) -> OutgoingMail:
    """The mail that a delivery of this channel brings."""
    return MAIL.read(claimed.content, claimed.content_version)


def _row(context: Context, event_id: UUID, new: NewDelivery) -> dict[str, Any]:
    is_mail, made = isinstance(new.content, OutgoingMail), new.content is None
    return {
        "id": new_id(),
        "client_id": context.client_id,
        "event_id": event_id,
        "recipient": new.recipient,
        "channel": new.channel,
        "state": "sent" if made else "due",
        "due_at": context.now,
        "tries": 0,
        "refusals": 0,
        "answer": "",
        "content": MAIL.write(new.content) if isinstance(new.content, OutgoingMail) else new.content,
        "content_version": MAIL.version if is_mail else 1,
        "correlation_id": context.correlation_id,
        "traceparent": context.traceparent,
        "entered_at": context.now,
        "ended_at": context.now if made else None,
    }


def _delivery(row: Row) -> Delivery:
    progress = Progress(**{name: row[name] for name in Progress.__dataclass_fields__})
    names = Delivery.__dataclass_fields__.keys() - {"progress", "version"}
    return Delivery(**{name: row[name] for name in names}, progress=progress)
