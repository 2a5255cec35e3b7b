"""Tickets in PostgreSQL: find one for a command, and the one `save` that writes row and journal together."""

from collections.abc import Sequence
from uuid import UUID

from chassis.command import Answer, Context, check_version
from chassis.database import Transaction
from chassis.database.text_row import TextRow
from chassis.domain.refusal import Refusal
from chassis.journal.line import JournalLine
from chassis.journal.recording import with_key

from tickets.domain import events
from tickets.domain.evolution import evolve
from tickets.domain.ticket import Ticket
from tickets.events import to_line, to_state
from tickets.storage.rows import INSERT, UPDATE, to_ticket, to_values


async def get(transaction: Transaction, ticket_id: UUID, expected_version: int | None = None) -> Ticket:
    """The ticket, locked for this transaction; refuses when there is none or the version is another one."""
    row = await transaction.row("SELECT state FROM ticket WHERE id = $1 FOR UPDATE", ticket_id)
    if row is None:
        raise Refusal("tickets.not_found", "not_found", id=str(ticket_id))
    ticket = to_ticket(row)
    check_version(expected_version, ticket.version)
    return ticket


async def by_request(transaction: Transaction, request_id: UUID) -> Ticket | None:
    """The task that was opened for a process's request, locked."""
    row = await transaction.row("SELECT state FROM ticket WHERE requested_by = $1 FOR UPDATE", request_id)
    return to_ticket(row) if row else None


async def by_import_key(transaction: Transaction, source: str, key: str) -> Ticket | None:
    """The ticket an import made earlier, locked."""
    row = await transaction.row("SELECT state FROM ticket WHERE imported_key = $1 FOR UPDATE", f"{source}:{key}")
    return to_ticket(row) if row else None


async def save(
    transaction: Transaction, context: Context, ticket: Ticket | None, happened: Sequence[events.Event]
) -> Answer:
    """Applies the events, writes the row and its journal lines in one go, and answers with the ticket afterwards."""
    lines: list[JournalLine] = []
    after, state = ticket, b""
    for event in happened:
        after = evolve(after, event)
        state = to_state(after).model_dump_json().encode()
        lines.append(to_line(context, event, after, state))
    assert after is not None, "a command without a ticket opens one"
    assert lines, "a decision has at least one event, or refuses"
    lines[-1] = with_key(lines[-1], context)
    await transaction.write(TextRow(INSERT if ticket is None else UPDATE, to_values(after)), lines)
    return Answer(after.id, after.version, state, created=ticket is None)
