"""Whose move it is: exactly one side for every open ticket, what is asked of it, and since when."""

from dataclasses import replace

from chassis.domain.event import Event

from tickets.domain import events
from tickets.domain.ticket import NextMove, Ticket


def next_move(before: Ticket | None, after: Ticket, event: Event) -> NextMove | None:
    """The move an open ticket waits for after an event; `since` stays when the same move is still waited for."""
    if not after.open:
        return None
    move = _move(before, after, event)
    old = before.next_move if before else None
    if old is not None and (old.side, old.asks, old.account) == (move.side, move.asks, move.account):
        return replace(move, since=old.since)
    return move


def _move(before: Ticket | None, after: Ticket, event: Event) -> NextMove:
    if after.status == "waiting_client":
        return _client_answers(before, after, event)
    if after.status == "resolved":
        return NextMove("client", "accept", event.at, account=after.requester, due_at=after.accept_until)
    if after.proposed_priority is not None:
        return NextMove("client", "agree_priority", event.at, account=after.requester)
    return _worker(after, event)


def _client_answers(before: Ticket | None, after: Ticket, event: Event) -> NextMove:
    if isinstance(event, events.ClientAsked):
        return NextMove(
            "client", "answer", event.at, account=after.requester, question=event.question, due_at=event.answer_by
        )
    old = before.next_move if before else None
    if old is not None and old.asks == "answer":
        return old
    return NextMove("client", "answer", event.at, account=after.requester)


def _worker(after: Ticket, event: Event) -> NextMove:
    asks = {
        "new": "take",
        "assigned": "work",
        "working": "work",
        "waiting_third_party": "follow_up",
        "waiting_schedule": "keep_appointment",
    }[after.status]
    due = after.planned_at or after.due_at
    return NextMove(after.for_side, asks, event.at, account=after.assignee, team=after.team, due_at=due)
