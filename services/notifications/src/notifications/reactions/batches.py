"""Applies batches of journal lines: reactions by type, reactions to everything, and clients' webhooks."""

from collections.abc import Sequence

from chassis.database import Transaction
from chassis.inbox.applying import BatchHandler
from chassis.inbox.reactions import Reaction, context_of
from chassis.journal.line import JournalLine
from chassis.process.clock import Clock
from chassis.telemetry import span
from contracts.vocabulary import PROVIDER

from notifications.commands.queue_for_webhooks import WebhookQueue
from notifications.domain.incoming_event import is_history
from notifications.reactions import NOTIFYING, SOURCES, by_type, to_all


def batch_handler(clock: Clock, *, mail: bool) -> BatchHandler:
    """The handler of this service's inbox; `mail` is false when there is no mail server."""
    typed, general = by_type(mail=mail), to_all(mail=mail)

    async def handle(transaction: Transaction, lines: Sequence[JournalLine]) -> None:
        webhooks = WebhookQueue(transaction)
        for line in sorted(lines, key=lambda one: SOURCES.index(one.source)):
            reactions = [*typed.get(line.type, ()), *(general if _concerns_people(line) else ())]
            await _run(transaction, line, reactions, clock)
            if _concerns_people(line):
                await webhooks.add(context_of(line, clock.now()), line)

    return handle


def _concerns_people(line: JournalLine) -> bool:
    """True for facts that are new: imported history and what services ask of each other is nobody's news."""
    return line.source in NOTIFYING and line.addressee is None and not is_history(line.occurred_at, line.recorded_at)


async def _run(transaction: Transaction, line: JournalLine, reactions: Sequence[Reaction], clock: Clock) -> None:
    # The provider's people are notified too: one scope for all that follows from a line is one round trip a client and batch.
    scope = (line.client_id, PROVIDER) if _concerns_people(line) else (line.client_id,)
    for reaction in reactions:
        await transaction.scope_to(*scope)
        with span(f"process {line.type}", line.traceparent):
            await reaction(transaction, line, clock.now())
