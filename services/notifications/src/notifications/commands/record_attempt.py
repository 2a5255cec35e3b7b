"""A try to deliver has ended: the delivery's progress is recorded, and whoever has to know is told."""

from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from chassis.command import Context
from chassis.database import Transaction
from chassis.domain.actor import SYSTEM
from chassis.journal.line import JournalLine
from chassis.journal.publication import refusal_line
from contracts.notifications.events import RequestRefused

from notifications.domain import decisions
from notifications.domain.delivery import Delivery, Outcome, Progress, progress_after
from notifications.domain.events import DeliveryGaveUp, MessageSent
from notifications.domain.outgoing_mail import MessageRequest, OutgoingMail, SentMessage
from notifications.domain.webhook import DisableReason, Webhook
from notifications.events import SOURCE, gave_up, message_sent
from notifications.storage import deliveries
from notifications.storage.webhooks import WEBHOOKS


@dataclass(frozen=True, slots=True)
class Attempt:
    """How a try ended, when, and how far its repetition is spread (0 to 1)."""

    outcome: Outcome
    at: datetime
    jitter: float


async def record_mail_attempt(transaction: Transaction, claimed: Delivery, attempt: Attempt) -> Progress:
    """A process that asked for the mail gets its answer; a notification's mail that is refused for good is made known."""
    after = progress_after(claimed.progress, "mail", attempt.outcome, attempt.at, attempt.jitter)
    if not await deliveries.record(transaction, claimed, after, attempt.at) or after.state == "due":
        return after
    mail = deliveries.mail_of(claimed)
    if mail.request is not None:
        await transaction.note([_answer(claimed, mail, mail.request, after, attempt.at)])
    elif after.state == "failed":
        await transaction.note([_gave_up(claimed, after, attempt.at)])
    return after


async def record_webhook_attempt(transaction: Transaction, claimed: Delivery, attempt: Attempt) -> Progress:
    """A webhook that is gone, or accepts nothing any more, is disabled; an event that alone is not accepted fails alone."""
    after = progress_after(claimed.progress, "webhook", attempt.outcome, attempt.at, attempt.jitter)
    if after.state != "failed":
        await deliveries.record(transaction, claimed, after, attempt.at)
        return after
    # The webhook is locked before any of its deliveries: two that disable it at once would wait for each other's otherwise.
    webhook = await WEBHOOKS.get(transaction, UUID(claimed.recipient))
    if not await deliveries.record(transaction, claimed, after, attempt.at) or not webhook.active:
        return after
    if attempt.outcome.result == "gone":
        await _disable(transaction, claimed, webhook, "gone", attempt.at)
    elif not await deliveries.accepted_since(transaction, claimed.recipient, after.refused_since):
        await _disable(transaction, claimed, webhook, "gave_up", attempt.at)
    else:
        await transaction.note([_gave_up(claimed, after, attempt.at)])
    return after


async def _disable(
    transaction: Transaction, claimed: Delivery, webhook: Webhook, reason: DisableReason, now: datetime
) -> None:
    happened = decisions.disable_failing(webhook, reason, now)
    await deliveries.cancel_all(transaction, claimed.recipient, reason, now)
    await WEBHOOKS.save(transaction, _context(claimed, now), webhook, happened)


def _answer(
    claimed: Delivery, mail: OutgoingMail, request: MessageRequest, after: Progress, now: datetime
) -> JournalLine:
    context = _context(claimed, now)
    if after.state == "failed":
        facts = {"address": mail.to_email, "answer": after.answer}
        return refusal_line(SOURCE, RequestRefused, context, request.request_id, "notifications.mail_refused", facts)
    message = SentMessage(
        id=claimed.id,
        client_id=claimed.client_id,
        request_id=request.request_id,
        process_id=request.process_id,
        step=request.step,
        to=request.to,
        to_email=mail.to_email,
        to_name=mail.to_name,
        template=mail.code,
        sent_at=now,
    )
    return message_sent(context, MessageSent(now, SYSTEM), message)


def _gave_up(claimed: Delivery, after: Progress, now: datetime) -> JournalLine:
    return gave_up(_context(claimed, now), DeliveryGaveUp(now, SYSTEM), replace(claimed, progress=after))


def _context(claimed: Delivery, now: datetime) -> Context:
    return Context(
        actor=SYSTEM,
        client_id=claimed.client_id,
        now=now,
        correlation_id=claimed.correlation_id,
        causation_id=claimed.event_id,
        traceparent=claimed.traceparent,
    )
