"""When the ticket of a step moves, the step moves with it: the next move of the ticket is that of the step."""

from datetime import datetime
from typing import Any
from uuid import UUID

from chassis.database import Transaction
from chassis.inbox.reactions import context_of
from chassis.journal.line import JournalLine
from contracts.tickets import events as tickets
from contracts.tickets.state import Ticket

from processes.commands.apply_answer import apply_completion, apply_progress, apply_refusal
from processes.domain.process import NextMove, StepState
from processes.domain.values import Reference
from processes.scenarios.loader import Catalogue

_ENDED_BADLY = {tickets.TicketRejected.TYPE: "tickets.rejected", tickets.TicketCancelled.TYPE: "tickets.cancelled"}


class WhenATaskMovesMoveItsStep:
    """Applies what happened to the ticket; a ticket that is no task of a process is passed over."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue

    async def __call__(self, transaction: Transaction, line: JournalLine, now: datetime) -> None:
        state = line.content()["state"]
        if not state.get("step"):
            return  # Most tickets are no task of a process, so this is checked before anything is parsed.
        ticket = Ticket.model_validate(state)
        assert ticket.step is not None
        context, request_id = context_of(line, now), ticket.step.request_id
        if line.type == tickets.TicketClosed.TYPE:
            await apply_completion(transaction, context, request_id, line.type, {}, self._catalogue)
        elif line.type in _ENDED_BADLY:
            await self._ended(transaction, line, now, ticket, request_id)
        elif ticket.next_move is not None and line.type != tickets.TicketOpened.TYPE:
            await apply_progress(transaction, context, request_id, _state(ticket), _move(ticket, now), self._catalogue)

    async def _ended(
        self, transaction: Transaction, line: JournalLine, now: datetime, ticket: Ticket, request_id: UUID
    ) -> None:
        context = context_of(line, now)
        if line.causation_id is not None:
            # It may be the answer to a withdrawal; an answer that nobody waits for changes nothing.
            await apply_completion(transaction, context, line.causation_id, line.type, {}, self._catalogue)
        facts = {"ticket": ticket.number, "reason": ticket.resolution}
        await apply_refusal(transaction, context, request_id, _ENDED_BADLY[line.type], facts, self._catalogue)


def _state(ticket: Ticket) -> StepState:
    if ticket.status.startswith("waiting"):
        return "waiting"
    return "ready" if ticket.status == "new" else "in_progress"


def _move(ticket: Ticket, now: datetime) -> NextMove:
    move: Any = ticket.next_move
    account = Reference(move.account.id, move.account.name) if move.account else None
    return NextMove(
        move.side,
        move.asks,
        move.since or now,
        account=account,
        team=move.team,
        question=move.question or ticket.title,
        due_at=move.due_at or ticket.due_at,
    )
