"""A try to deliver has ended: the ledger knows, and whoever has to know is told."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import orjson
from chassis.command import Context
from chassis.database import Transaction
from chassis.domain.actor import SYSTEM
from contracts.notifications import state as shapes

from notifications.domain import decisions, delivery
from notifications.domain.delivery import Outcome, Progress
from notifications.domain.letter import Letter
from notifications.domain.webhook import Ending, Webhook
from notifications.events import gave_up, message_sent, refused
from notifications.storage import ledger, webhooks
from notifications.storage.ledger import Delivery


@dataclass(frozen=True, slots=True)
class Ended:
    """How a try ended, when, and how far its repetition is spread (0 to 1)."""

    outcome: Outcome
    at: datetime
    jitter: float


async def end_mail(transaction: Transaction, taken: Delivery, letter: Letter, ended: Ended) -> Progress:
    """A process that asked for the mail gets its answer; a mail of ours that is refused for good is made known."""
    after = delivery.after(taken.progress, "mail", ended.outcome, ended.at, ended.jitter)
    if not await ledger.end(transaction, taken, after, ended.at) or after.state == "due":
        return after
    context = _context(taken, ended.at)
    if letter.asked is not None:
        if after.state == "sent":
            await transaction.note([message_sent(context, taken.id, letter, ended.at)])
        else:
            facts = {"address": letter.to_email, "answer": after.answer}
            await transaction.note([refused(context, letter.asked.request_id, "notifications.mail_refused", facts)])
    elif after.state == "failed":
        await transaction.note([gave_up(context, _failed(taken, letter.code, after))])
    return after


async def end_webhook(transaction: Transaction, taken: Delivery, ended: Ended) -> Progress:
    """A webhook that is gone, or that takes nothing any more, is disabled; one event that it does not take fails alone."""
    after = delivery.after(taken.progress, "webhook", ended.outcome, ended.at, ended.jitter)
    if after.state != "failed":
        await ledger.end(transaction, taken, after, ended.at)
        return after
    # The webhook is locked before any of its deliveries: two that end it at once would wait for each other's otherwise.
    webhook = await webhooks.get(transaction, UUID(taken.recipient))
    if not await ledger.end(transaction, taken, after, ended.at) or not webhook.active:
        return after
    if ended.outcome.result == "gone":
        await _disable(transaction, taken, webhook, "gone", ended.at)
    elif not await ledger.others_were_taken(transaction, taken):
        await _disable(transaction, taken, webhook, "gave_up", ended.at)
    else:
        code = orjson.loads(taken.content["body"])["type"]
        await transaction.note([gave_up(_context(taken, ended.at), _failed(taken, code, after))])
    return after


async def _disable(transaction: Transaction, taken: Delivery, webhook: Webhook, because: Ending, now: datetime) -> None:
    for event in decisions.end(webhook, because, now):
        await ledger.drop_all(transaction, taken.recipient, event.reason, now)
        await webhooks.save(transaction, _context(taken, now), webhook, event)


def _context(taken: Delivery, now: datetime) -> Context:
    return Context(
        actor=SYSTEM,
        client_id=taken.client_id,
        now=now,
        correlation_id=taken.correlation_id,
        causation_id=taken.event_id,
        traceparent=taken.traceparent,
    )


def _failed(taken: Delivery, code: str, after: Progress) -> shapes.Delivery:
    return shapes.Delivery(
        id=taken.id,
        client_id=taken.client_id,
        version=1,
        channel=taken.channel,
        recipient=taken.recipient,
        event_id=taken.event_id,
        code=code,
        tries=after.tries,
        answer=after.answer,
    )
