"""Runs a service's reactions by event type. The reactions themselves are in each service."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import datetime

from opentelemetry.trace import SpanKind

from chassis import telemetry
from chassis.command import Context
from chassis.database import Transaction
from chassis.domain.actor import SYSTEM
from chassis.inbox.applying import BatchHandler
from chassis.journal.line import JournalLine
from chassis.process.clock import Clock

Reaction = Callable[[Transaction, JournalLine, datetime], Awaitable[None]]
"""One rule: when an event happened elsewhere, do something here. It runs within the scope of the event's client."""


def handler(reactions: Mapping[str, Sequence[Reaction]], clock: Clock) -> BatchHandler:
    """Returns a handler that runs the reactions of each line in order. Lines without a reaction are skipped."""

    async def handle(transaction: Transaction, lines: Sequence[JournalLine]) -> None:
        for line in lines:
            for reaction in reactions.get(line.type, ()):
                await transaction.scope_to(line.client_id)
                with telemetry.span(f"process {line.type}", line.traceparent, SpanKind.CONSUMER):
                    await reaction(transaction, line, clock.now())

    return handle


def context_of(line: JournalLine, now: datetime) -> Context:
    """Returns the context of a reaction: the system acts for the event's client, caused by the event."""
    return Context(
        actor=SYSTEM,
        client_id=line.client_id,
        now=now,
        correlation_id=line.correlation_id,
        causation_id=line.id,
        traceparent=line.traceparent,
    )
