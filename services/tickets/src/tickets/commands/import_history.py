"""Brings what happened to tickets in another system: each move an event of its own, at its own time.

Done again with the same history it changes nothing; with a longer one it appends what is new.
"""

from dataclasses import replace
from typing import Any
from uuid import UUID, uuid5

from chassis.command import Answer, Context
from chassis.database import Transaction
from chassis.domain.actor import Actor
from chassis.identifiers import new_id
from contracts.tickets.history import BatchAnswer, HistoryBatch, Move, Problem, TicketAnswer, TicketHistory

from tickets.domain.events import ImportedMove, MoveImported, OpeningImported
from tickets.domain.importing import import_moves
from tickets.domain.ticket import Imported, Named, Ticket
from tickets.storage.numbers import Numbers
from tickets.storage.tickets import BY_IMPORT_KEY, TICKETS


async def import_history(transaction: Transaction, context: Context, batch: HistoryBatch, numbers: Numbers) -> Answer:
    """Takes a batch; the answer has one entry for each ticket, in their order."""
    # The content itself says what is known, so a key would only collide between the tickets of a batch.
    context = replace(context, key=None, digest=None)
    answers = [await _import_ticket(transaction, context, batch.source, one, numbers) for one in batch.tickets]
    state = BatchAnswer(tickets=tuple(answers)).model_dump_json().encode()
    return Answer(new_id(), 1, state)


async def _import_ticket(
    transaction: Transaction, context: Context, source: str, history: TicketHistory, numbers: Numbers
) -> TicketAnswer:
    ticket = await TICKETS.first(transaction, BY_IMPORT_KEY(source=source, key=history.external_key))
    if ticket is not None and ticket.imported is not None and ticket.imported.digest == history.digest:
        return TicketAnswer(external_key=history.external_key, outcome="unchanged", id=ticket.id)
    number = "" if ticket else await numbers.next(context.client_id)
    moves = [_move(context.client_id, move, history, source, number) for move in history.moves]
    found = import_moves(ticket, moves)
    problems = tuple(Problem(external_key=key, code=code) for key, code in found.problems)
    if not found.events:
        return TicketAnswer(
            external_key=history.external_key, outcome="unchanged", problems=problems, id=ticket.id if ticket else None
        )
    saved = await TICKETS.save(transaction, context, ticket, found.events)
    return TicketAnswer(
        external_key=history.external_key,
        outcome="extended" if ticket else "created",
        id=saved.id,
        moves_applied=len(found.events),
        problems=problems,
    )


def _move(client_id: UUID, move: Move, history: TicketHistory, source: str, number: str) -> MoveImported:
    notes = tuple(f"{note.code} {note.column} {note.value}".strip() for note in move.notes)
    told: dict[str, Any] = {
        "at": move.at,
        "by": Actor("client" if move.kind in ("opened", "reopened") else "provider", move.by or source),
        "imported": ImportedMove(
            key=move.external_key,
            inferred=move.inferred,
            team=move.assigned_team,
            assignee=move.assignee or None,
            priority=move.priority,
            changes=move.changes,
            notes=notes,
        ),
        "kind": move.kind,
        "status": move.to_state,
        "cycle": move.cycle,
        "digest": move.digest,
        "history_digest": history.digest,
        "waiting_for": "information" if move.to_state == "waiting_client" else None,
        "assignee": _named(client_id, move.assignee),
        "unassigned": move.assignee == "",
        "resolution": move.resolution,
    }
    if move.kind == "opened":
        return OpeningImported(**told, ticket=_draft(client_id, history, source, number))
    return MoveImported(**told)


def _draft(client_id: UUID, history: TicketHistory, source: str, number: str) -> Ticket:
    named = {
        "location": history.location,
        "impact": history.impact,
        "urgency": history.urgency,
        "subcategory": history.subcategory,
        "symptom": history.symptom,
        **history.labels,
    }
    return Ticket(
        id=new_id(),
        client_id=client_id,
        number=number,
        type=history.type,
        title=history.title,
        opened_at=history.opened_at,
        priority=history.priority,
        category=history.category,
        labels={name: value for name, value in named.items() if value},
        requester=_named(client_id, history.requester),
        reported_by=history.opened_by,
        imported=Imported(source, history.external_key),
    )


def _named(client_id: UUID, label: str | None) -> Named | None:
    """Somebody who is only a label in the source: the same label of the same client is the same id."""
    return Named(uuid5(client_id, label), label) if label else None
