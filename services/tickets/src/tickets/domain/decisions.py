"""What follows from a command: `(ticket, content, by, now) -> events`, or a refusal. Pure."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from chassis.domain.actor import Actor
from chassis.domain.event import Event
from chassis.domain.refusal import Refusal

from calendars import Calendar
from tickets.domain import events
from tickets.domain.moves import MOVES
from tickets.domain.ticket import Named, Ticket, account_of

RANK = {"low": 0, "normal": 1, "high": 2, "critical": 3}


def open_ticket(draft: Ticket, by: Actor, now: datetime) -> list[Event]:
    """Opens a ticket, which has a title."""
    if not draft.title:
        raise Refusal("tickets.title_missing", "invalid")
    return [events.TicketOpened(now, by, replace(draft, status="new", version=0))]


def assign(ticket: Ticket, assignee: Named | None, team: str | None, by: Actor, now: datetime) -> list[Event]:
    """Gives the ticket to an account or a team."""
    MOVES.check(ticket, "assign", by)
    if assignee is None and team is None:
        raise Refusal("tickets.assignee_missing", "invalid")
    if (assignee, team or ticket.team) == (ticket.assignee, ticket.team):
        raise Refusal("tickets.already_assigned", assignee=assignee.name if assignee else team)
    return [events.TicketAssigned(now, by, assignee, team)]


def work(ticket: Ticket, by: Actor, now: datetime) -> list[Event]:
    """Begins to work; who begins on a ticket nobody has, takes it."""
    MOVES.check(ticket, "work", by)
    taker = account_of(by) if ticket.assignee is None else None
    taken = [events.TicketAssigned(now, by, taker)] if taker else []
    return [*taken, events.WorkStarted(now, by)]


def ask(
    ticket: Ticket, question: str, waiting_for: str, answer_by: datetime | None, by: Actor, now: datetime
) -> list[Event]:
    """Puts a question to the client."""
    MOVES.check(ticket, "ask", by)
    return [events.ClientAsked(now, by, question, waiting_for, answer_by)]


def answer(ticket: Ticket, text: str, by: Actor, now: datetime) -> list[Event]:
    """The client answers the open question."""
    MOVES.check(ticket, "answer", by)
    return [events.ClientAnswered(now, by, text)]


def write(ticket: Ticket, message_id: UUID, text: str, internal: bool, by: Actor, now: datetime) -> list[Event]:
    """Adds to the conversation; only the provider has internal notes."""
    MOVES.check(ticket, "messages", by)
    if internal:
        if by.side != "provider":
            raise Refusal("tickets.internal_notes_are_the_providers", "forbidden")
        return [events.InternalNoteAdded(now, by, message_id, text)]
    return [events.MessageAdded(now, by, message_id, text)]


def hold(ticket: Ticket, reason: str, note: str, until: datetime | None, by: Actor, now: datetime) -> list[Event]:
    """Waits for a third party, or until an agreed time (which has to be named)."""
    MOVES.check(ticket, "hold", by)
    if reason == "schedule" and until is None:
        raise Refusal("tickets.appointment_without_time", "invalid")
    return [events.TicketHeld(now, by, reason, note, until)]


def resume(ticket: Ticket, note: str, by: Actor, now: datetime) -> list[Event]:
    """The waiting is over."""
    MOVES.check(ticket, "resume", by)
    return [events.TicketResumed(now, by, note)]


def resolve(
    ticket: Ticket, resolution: str, calendar: Calendar, accept_days: int, by: Actor, now: datetime
) -> list[Event]:
    """Done. The client objects until the end of so many of its working days.

    A task of a process needs no acceptance of its own: the process goes on. What another system brought never closes by
    itself.
    """
    MOVES.check(ticket, "resolve", by)
    if ticket.step:
        return [events.TicketResolved(now, by, resolution), events.TicketClosed(now, by, "task_done")]
    last_day = calendar.add_days(calendar.day_of(now), accept_days)
    return [events.TicketResolved(now, by, resolution, None if ticket.imported else calendar.end_of_day(last_day))]


def accept(ticket: Ticket, by: Actor, now: datetime) -> list[Event]:
    """The client agrees that it is done."""
    MOVES.check(ticket, "accept", by)
    return [events.TicketClosed(now, by, "accepted")]


def close_by_time(ticket: Ticket, by: Actor, now: datetime) -> list[Event]:
    """Nobody objected within the agreed time."""
    MOVES.check(ticket, "close", by)
    if ticket.accept_until is None or now < ticket.accept_until:
        raise Refusal("tickets.not_long_enough_resolved", until=ticket.accept_until and ticket.accept_until.isoformat())
    return [events.TicketClosed(now, by, "time_passed")]


def reopen(ticket: Ticket, reason: str, by: Actor, now: datetime) -> list[Event]:
    """The client says it is not done."""
    MOVES.check(ticket, "reopen", by)
    return [events.TicketReopened(now, by, reason)]


def reject(ticket: Ticket, reason: str, by: Actor, now: datetime) -> list[Event]:
    """The provider will not do it."""
    MOVES.check(ticket, "reject", by)
    return [events.TicketRejected(now, by, reason)]


def withdraw(ticket: Ticket, reason: str, by: Actor, now: datetime) -> list[Event]:
    """The client no longer wants it; a task is not withdrawn by hand."""
    MOVES.check(ticket, "withdraw", by)
    return [events.TicketCancelled(now, by, reason)]


def cancel(ticket: Ticket, reason: str, by: Actor, now: datetime) -> list[Event]:
    """The process that asked for a task takes it back."""
    MOVES.check(ticket, "cancel", by)
    return [events.TicketCancelled(now, by, reason)]


def prioritise(ticket: Ticket, priority: str, reason: str, by: Actor, now: datetime) -> list[Event]:
    """The client sets the priority; the provider may raise it, but lowering it is only a proposal."""
    MOVES.check(ticket, "priority", by)
    if priority == ticket.priority and ticket.proposed_priority is None:
        raise Refusal("tickets.priority_is_the_same", priority=priority)
    if by.side == "provider" and RANK[priority] < RANK[ticket.priority]:
        return [events.PriorityProposed(now, by, priority, reason)]
    return [events.PriorityChanged(now, by, priority)]
