"""What a ticket is after an event. Every event grows the version by one and says anew whose move it is."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from chassis.domain.event import Event

from tickets.domain import events
from tickets.domain.next_move import next_move
from tickets.domain.ticket import HELD, Ticket


def evolve(ticket: Ticket | None, event: Event) -> Ticket:
    """The ticket after the event."""
    after = _of_its_status(_CHANGES[type(event)](ticket, event))
    version = 1 if ticket is None else ticket.version + 1
    return replace(after, version=version, next_move=next_move(ticket, after, event))


def _of_its_status(ticket: Ticket) -> Ticket:
    """Returns the ticket without what belongs to a status it left: what it waited for, and its appointment."""
    return replace(
        ticket,
        waiting_for=ticket.waiting_for if ticket.status == "waiting_client" else None,
        planned_at=ticket.planned_at if ticket.status in HELD else None,
    )


def _opened(_: Ticket | None, event: events.TicketOpened) -> Ticket:
    return event.ticket


def _assigned(ticket: Ticket, event: events.TicketAssigned) -> Ticket:
    status = "assigned" if ticket.status == "new" else ticket.status
    return replace(ticket, status=status, assignee=event.assignee, team=event.team or ticket.team)


def _work_started(ticket: Ticket, event: events.WorkStarted) -> Ticket:  # noqa: ARG001
    return replace(ticket, status="working")


def _asked(ticket: Ticket, event: events.ClientAsked) -> Ticket:
    return _answered_by_a_person(replace(ticket, status="waiting_client", waiting_for=event.waiting_for), event)


def _answered(ticket: Ticket, event: events.ClientAnswered) -> Ticket:  # noqa: ARG001
    return replace(ticket, status="working" if ticket.assignee else "assigned", messages=ticket.messages + 1)


def _held(ticket: Ticket, event: events.TicketHeld) -> Ticket:
    return replace(ticket, status=f"waiting_{event.reason}", planned_at=event.until)


def _resumed(ticket: Ticket, event: events.TicketResumed) -> Ticket:  # noqa: ARG001
    return replace(ticket, status="working")


def _message(ticket: Ticket, event: events.MessageAdded) -> Ticket:
    after = replace(ticket, messages=ticket.messages + 1)
    if event.by.side == "provider":
        return _answered_by_a_person(after, event)
    if ticket.status == "waiting_client" and event.by.side == "client":
        # Any answer by any channel resumes (a rule of clocks).
        return replace(after, status="working" if ticket.assignee else "assigned")
    return after


def _internal(ticket: Ticket, event: events.InternalNoteAdded) -> Ticket:  # noqa: ARG001
    return ticket


def _resolved(ticket: Ticket, event: events.TicketResolved) -> Ticket:
    after = replace(
        ticket,
        status="resolved",
        resolution=event.resolution,
        resolved_at=event.at,
        accept_until=event.accept_until,
    )
    return _answered_by_a_person(after, event)


def _reopened(ticket: Ticket, event: events.TicketReopened) -> Ticket:  # noqa: ARG001
    return replace(ticket, status="working", cycle=ticket.cycle + 1, resolved_at=None, accept_until=None)


def _closed(ticket: Ticket, event: events.TicketClosed) -> Ticket:
    return replace(ticket, status="closed", closed_at=event.at)


def _rejected(ticket: Ticket, event: events.TicketRejected) -> Ticket:
    return replace(ticket, status="rejected", closed_at=event.at, resolution=event.reason)


def _cancelled(ticket: Ticket, event: events.TicketCancelled) -> Ticket:
    return replace(ticket, status="cancelled", closed_at=event.at, resolution=event.reason)


def _proposed(ticket: Ticket, event: events.PriorityProposed) -> Ticket:
    return replace(ticket, proposed_priority=event.proposed)


def _prioritised(ticket: Ticket, event: events.PriorityChanged) -> Ticket:
    return replace(ticket, priority=event.priority, proposed_priority=None)


def _imported(ticket: Ticket, event: events.MoveImported) -> Ticket:
    assert ticket.imported is not None, "what is imported is known by where it came from"
    move, known = event.imported, ticket.imported
    after = replace(
        ticket,
        status=event.status,
        waiting_for=event.waiting_for,
        cycle=event.cycle,
        team=move.team if move.team is not None else ticket.team,
        assignee=None if event.unassigned else event.assignee or ticket.assignee,
        priority=move.priority or ticket.priority,
        resolution=event.resolution or ticket.resolution,
        imported=replace(
            known,
            notes=known.notes + move.notes,
            moves={**known.moves, move.key: event.digest},
            digest=event.history_digest,
        ),
    )
    if event.kind == "reopened":
        return replace(after, resolved_at=None)
    if event.kind == "resolved":
        return replace(after, resolved_at=event.at)
    return replace(after, closed_at=event.at) if event.kind == "closed" else after


def _opened_by_import(_: Ticket | None, event: events.OpeningImported) -> Ticket:
    assert event.ticket is not None, "the opening brings the ticket"
    return _imported(event.ticket, event)


def _answered_by_a_person(ticket: Ticket, event: Event) -> Ticket:
    """First response: human, public, by the provider (a rule of clocks)."""
    if ticket.first_response_at is None and event.by.side == "provider":
        return replace(ticket, first_response_at=event.at)
    return ticket


_CHANGES: dict[type[Event], Callable[[Any, Any], Ticket]] = {
    events.TicketOpened: _opened,
    events.TicketAssigned: _assigned,
    events.WorkStarted: _work_started,
    events.ClientAsked: _asked,
    events.ClientAnswered: _answered,
    events.TicketHeld: _held,
    events.TicketResumed: _resumed,
    events.MessageAdded: _message,
    events.InternalNoteAdded: _internal,
    events.TicketResolved: _resolved,
    events.TicketReopened: _reopened,
    events.TicketClosed: _closed,
    events.TicketRejected: _rejected,
    events.TicketCancelled: _cancelled,
    events.PriorityProposed: _proposed,
    events.PriorityChanged: _prioritised,
    events.MoveImported: _imported,
    events.OpeningImported: _opened_by_import,
}

TICKET_EVENTS = tuple(_CHANGES.keys() - {events.MoveImported, events.OpeningImported})
"""What happens to tickets here; moves of another system are published as what they stand for."""
