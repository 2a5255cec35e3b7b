"""From domain events to contract events: the only place that knows our public shapes."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

import contracts.tickets.events as public
from chassis.command import Context
from chassis.domain.refusal import Refusal
from chassis.journal.line import JournalLine
from chassis.journal.recording import make_line, with_state
from contracts.envelope import Event as PublicEvent
from contracts.tickets import state as shapes
from contracts.vocabulary import Imported, Named, NextMove

from tickets.domain import events
from tickets.domain.ticket import Move, Step, Ticket, Who

SOURCE = "tickets"


def to_state(ticket: Ticket) -> shapes.Ticket:
    """The ticket as everybody may see it."""
    fields: dict[str, Any] = dict(
        id=ticket.id,
        client_id=ticket.client_id,
        version=ticket.version,
        number=ticket.number,
        type=ticket.type,
        title=ticket.title,
        description=ticket.description,
        status=ticket.status,
        waiting_for=ticket.waiting_for,
        priority=ticket.priority,
        proposed_priority=ticket.proposed_priority,
        category=ticket.category,
        labels=ticket.labels,
        requester=_named(ticket.requester),
        reported_by=ticket.reported_by,
        reported_side=ticket.reported_side,
        person_id=ticket.person_id,
        asset_id=ticket.asset_id,
        step=_step(ticket.step),
        follows=ticket.follows,
        team=ticket.team,
        assignee=_named(ticket.assignee),
        for_side=ticket.for_side,
        skill=ticket.skill,
        estimate_minutes=ticket.estimate_minutes,
        cycle=ticket.cycle,
        opened_at=ticket.opened_at,
        due_at=ticket.due_at,
        planned_at=ticket.planned_at,
        first_response_at=ticket.first_response_at,
        resolved_at=ticket.resolved_at,
        closed_at=ticket.closed_at,
        resolution=ticket.resolution,
        messages=ticket.messages,
        next_move=_move(ticket.next_move),
        imported=_imported(ticket),
    )
    return shapes.Ticket.model_construct(**fields)


def to_line(context: Context, event: events.Event, after: Ticket, state: bytes) -> JournalLine:
    """The journal line of one event; `state` is the ticket's public state afterwards, as JSON."""
    if isinstance(event, events.ImportedMove):
        shape, change = _imported_shape(event)
    else:
        shape, fields = _SHAPES[type(event)]
        change = fields(event)
    data = with_state(change, state)
    return make_line(
        SOURCE, shape.model_construct(), after.id, after.version, context, data=data, by=event.by, at=event.at
    )


def refused(context: Context, request_id: UUID, refusal: Refusal) -> JournalLine:
    """The answer to a request that cannot be fulfilled: a thing of its own, named by the request."""
    facts = {name: str(value) for name, value in refusal.facts.items()}
    content = public.RequestRefused(code=refusal.code, facts=facts)
    return make_line(SOURCE, content, request_id, 1, context, data=content.to_bytes())


def _named(who: Who | None) -> Named | None:
    return Named.model_construct(id=who.id, name=who.name) if who else None


def _who(who: Who | None) -> dict[str, Any] | None:
    return {"id": who.id, "name": who.name} if who else None


def _step(step: Step | None) -> shapes.StepLink | None:
    if step is None:
        return None
    return shapes.StepLink.model_construct(process_id=step.process_id, step=step.step, request_id=step.request_id)


def _move(move: Move | None) -> NextMove | None:
    if move is None:
        return None
    return NextMove.model_construct(
        side=move.side,
        asks=move.asks,
        account=_named(move.account),
        person=None,
        team=move.team,
        question=move.question,
        due_at=move.due_at,
        since=move.since,
    )


def _imported(ticket: Ticket) -> Imported | None:
    if ticket.imported_source is None:
        return None
    return Imported.model_construct(
        source=ticket.imported_source, key=ticket.imported_key or "", notes=list(ticket.imported_notes)
    )


def _fields(*names: str) -> Callable[[Any], dict[str, Any]]:
    return lambda event: {name: getattr(event, name) for name in names}


_SHAPES: dict[type[events.Event], tuple[type[PublicEvent], Callable[[Any], dict[str, Any]]]] = {
    events.Opened: (public.TicketOpened, _fields()),
    events.Assigned: (public.TicketAssigned, lambda e: {"assignee": _who(e.assignee), "team": e.team}),
    events.WorkStarted: (public.WorkStarted, _fields()),
    events.ClientAsked: (public.ClientAsked, _fields("waiting_for", "question", "answer_by")),
    events.ClientAnswered: (public.ClientAnswered, _fields("answer")),
    events.Held: (public.TicketHeld, _fields("reason", "note", "until")),
    events.Resumed: (public.TicketResumed, _fields("note")),
    events.MessageAdded: (public.MessageAdded, _fields("message_id", "text")),
    events.InternalNoteAdded: (public.InternalNoteAdded, _fields("message_id", "text")),
    events.Resolved: (public.TicketResolved, _fields("resolution")),
    events.Reopened: (public.TicketReopened, _fields("reason")),
    events.Closed: (public.TicketClosed, _fields("how")),
    events.Rejected: (public.TicketRejected, _fields("reason")),
    events.Cancelled: (public.TicketCancelled, _fields("reason")),
    events.PriorityProposed: (public.PriorityProposed, _fields("proposed", "reason")),
    events.PriorityChanged: (public.PriorityChanged, _fields("priority")),
}
_IMPORTED: dict[str, type[PublicEvent]] = {
    "opened": public.TicketOpened,
    "work_started": public.WorkStarted,
    "client_asked": public.ClientAsked,
    "held": public.TicketHeld,
    "resumed": public.TicketResumed,
    "resolved": public.TicketResolved,
    "reopened": public.TicketReopened,
    "closed": public.TicketClosed,
    "updated": public.TicketUpdated,
}


def _imported_shape(event: events.ImportedMove) -> tuple[type[PublicEvent], dict[str, Any]]:
    """The public event of an imported move: what its kind needs, and beside it the move itself."""
    imported = {
        "key": event.key,
        "inferred": event.inferred,
        "team": event.team,
        "assignee": event.assignee.name if event.assignee else None,
        "priority": event.priority,
        "changes": event.changes,
        "notes": event.notes,
    }
    extra: dict[str, dict[str, Any]] = {
        "client_asked": {"waiting_for": event.waiting_for, "question": ""},
        "held": {"reason": "third_party"},
        "resolved": {"resolution": event.resolution},
        "reopened": {"reason": ""},
        "closed": {"how": "imported"},
    }
    return _IMPORTED[event.kind], {**extra.get(event.kind, {}), "imported": imported}
