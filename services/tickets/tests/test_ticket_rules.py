"""What may happen to a ticket, who may do it, and what follows: the domain without any IO."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any, get_args
from uuid import UUID

import pytest
from chassis.domain.actor import SYSTEM, Actor
from chassis.domain.event import Event
from chassis.domain.refusal import Refusal
from contracts.tickets.state import TicketStatus
from tickets.domain import decisions
from tickets.domain.evolution import evolve
from tickets.domain.moves import MOVES
from tickets.domain.ticket import FINAL, Imported, Named, StepLink, Ticket

from calendars import Calendar, office_hours

NOW = datetime(2026, 11, 2, 9, 30, tzinfo=UTC)
LATER = NOW + timedelta(hours=3)
POLAND = office_hours()
TEN_DAYS_LATER = datetime(2026, 11, 17, 16, tzinfo=UTC)
"""The end of the tenth working day in Poland, where the 11th of November is a holiday."""
ANNA = Actor("client", "Anna", UUID(int=1))
PIOTR = Actor("provider", "Piotr", UUID(int=2))
ROBOT = Actor("provider", "monitoring")
STATUSES = get_args(TicketStatus)


def a_ticket(status: str = "new", **fields: Any) -> Ticket:
    fields = {"resolved_at": NOW, "accept_until": TEN_DAYS_LATER, **fields} if status == "resolved" else fields
    ticket = Ticket(UUID(int=9), UUID(int=7), "T-1", "incident", "Drukarka", NOW, requester=Named(UUID(int=1), "Anna"))
    return replace(ticket, status=status, version=4, **fields)


def after(ticket: Ticket | None, happened: list[Event]) -> Ticket:
    for event in happened:
        ticket = evolve(ticket, event)
    assert ticket is not None
    return ticket


def opened(**fields: Any) -> Ticket:
    return after(None, decisions.open_ticket(a_ticket(**fields), ANNA, NOW))


LEGAL = [(move.name, status) for move in MOVES.table.values() for status in move.states]
ILLEGAL = [(move, status) for move in MOVES.table for status in STATUSES if (move, status) not in LEGAL]


def mover(move: str) -> Actor:
    return Actor(min(MOVES.table[move].by), "x")  # type: ignore[arg-type]


@pytest.mark.parametrize(("move", "status"), LEGAL)
def test_a_legal_move_is_let_through(move: str, status: str) -> None:
    MOVES.check(a_ticket(status), move, mover(move))

    assert move in MOVES.allowed(a_ticket(status), mover(move))


@pytest.mark.parametrize(("move", "status"), ILLEGAL)
def test_an_illegal_move_is_refused_with_the_legal_ones(move: str, status: str) -> None:
    with pytest.raises(Refusal) as refused:
        MOVES.check(a_ticket(status), move, mover(move))

    allowed = MOVES.allowed(a_ticket(status), mover(move))
    assert (refused.value.code, refused.value.kind) == ("tickets.illegal_move", "refused")
    assert (refused.value.facts["from"], refused.value.facts["allowed"]) == (status, allowed)
    assert move not in allowed


@pytest.mark.parametrize("status", sorted(FINAL))
@pytest.mark.parametrize("actor", [ANNA, PIOTR, SYSTEM])
def test_nothing_can_be_done_with_a_finished_ticket(status: str, actor: Actor) -> None:
    assert MOVES.allowed(a_ticket(status), actor) == []


@pytest.mark.parametrize("move", [move.name for move in MOVES.table.values() if "client" not in move.by])
def test_the_client_cannot_make_the_providers_moves(move: str) -> None:
    with pytest.raises(Refusal) as refused:
        MOVES.check(a_ticket(next(iter(MOVES.table[move].states))), move, ANNA)

    assert (refused.value.code, refused.value.kind) == ("tickets.not_your_move", "forbidden")


@pytest.mark.parametrize("move", ["accept", "reopen", "answer", "withdraw"])
def test_the_provider_cannot_decide_for_the_client(move: str) -> None:
    with pytest.raises(Refusal) as refused:
        MOVES.check(a_ticket(next(iter(MOVES.table[move].states))), move, PIOTR)

    assert refused.value.kind == "forbidden"


def test_a_new_ticket_waits_for_somebody_to_take_it() -> None:
    ticket = opened()

    assert (ticket.status, ticket.version) == ("new", 1)
    assert ticket.next_move is not None
    assert (ticket.next_move.side, ticket.next_move.asks, ticket.next_move.since) == ("provider", "take", NOW)


def test_a_ticket_without_a_title_is_not_opened() -> None:
    with pytest.raises(Refusal):
        decisions.open_ticket(a_ticket(title=""), ANNA, NOW)


def test_who_begins_on_a_ticket_nobody_has_takes_it() -> None:
    ticket = after(opened(), decisions.work(opened(), PIOTR, LATER))

    assert (ticket.status, ticket.assignee, ticket.version) == ("working", Named(UUID(int=2), "Piotr"), 3)


def test_who_begins_on_somebody_elses_ticket_leaves_it_theirs() -> None:
    theirs = a_ticket("assigned", assignee=Named(UUID(int=5), "Ola"))

    assert after(theirs, decisions.work(theirs, PIOTR, LATER)).assignee == Named(UUID(int=5), "Ola")


def test_giving_a_ticket_to_who_has_it_is_refused() -> None:
    theirs = a_ticket("assigned", assignee=Named(UUID(int=5), "Ola"))

    with pytest.raises(Refusal) as refused:
        decisions.assign(theirs, theirs.assignee, None, PIOTR, NOW)

    assert refused.value.code == "tickets.already_assigned"


def test_a_question_makes_it_the_clients_move_until_it_is_answered() -> None:
    working = a_ticket("working", assignee=Named(UUID(int=2), "Piotr"))

    asked = after(working, decisions.ask(working, "Który pokój?", "information", LATER, PIOTR, NOW))
    answered = after(asked, decisions.answer(asked, "204", ANNA, LATER))

    assert asked.next_move is not None
    assert (asked.next_move.side, asked.next_move.question, asked.next_move.due_at) == ("client", "Który pokój?", LATER)
    assert answered.next_move is not None
    assert (answered.status, answered.next_move.side, answered.waiting_for) == ("working", "provider", None)


def test_any_message_of_the_client_answers_the_question() -> None:
    waiting = a_ticket("waiting_client", assignee=Named(UUID(int=2), "Piotr"), waiting_for="information")

    ticket = after(waiting, decisions.write(waiting, UUID(int=3), "204", False, ANNA, LATER))

    assert (ticket.status, ticket.waiting_for, ticket.messages) == ("working", None, 1)


def test_a_message_of_the_provider_leaves_the_question_open() -> None:
    working = a_ticket("working")
    asked = after(working, decisions.ask(working, "Który pokój?", "information", None, PIOTR, NOW))

    ticket = after(asked, decisions.write(asked, UUID(int=3), "Halo?", False, PIOTR, LATER))

    assert ticket.status == "waiting_client"
    assert ticket.next_move is not None
    assert (ticket.next_move.question, ticket.next_move.since) == ("Który pokój?", NOW)


def test_only_the_provider_writes_internal_notes() -> None:
    with pytest.raises(Refusal) as refused:
        decisions.write(a_ticket("working"), UUID(int=3), "psst", True, ANNA, NOW)

    assert refused.value.kind == "forbidden"


def test_an_internal_note_is_no_first_response() -> None:
    working = a_ticket("working")

    noted = after(working, decisions.write(working, UUID(int=3), "psst", True, PIOTR, NOW))
    told = after(noted, decisions.write(noted, UUID(int=4), "Już idę", False, PIOTR, LATER))

    assert (noted.first_response_at, told.first_response_at) == (None, LATER)


def test_an_appointment_has_a_time() -> None:
    with pytest.raises(Refusal):
        decisions.hold(a_ticket("working"), "schedule", "", None, PIOTR, NOW)


def _asked_and_answered(ticket: Ticket) -> Ticket:
    asked = after(ticket, decisions.ask(ticket, "Który pokój?", "information", None, PIOTR, NOW))
    return after(asked, decisions.answer(asked, "204", ANNA, NOW))


def _asked_and_written_to(ticket: Ticket) -> Ticket:
    asked = after(ticket, decisions.ask(ticket, "Który pokój?", "information", None, PIOTR, NOW))
    return after(asked, decisions.write(asked, UUID(int=3), "204", False, ANNA, NOW))


def _asked_and_resumed(ticket: Ticket) -> Ticket:
    asked = after(ticket, decisions.ask(ticket, "Który pokój?", "information", None, PIOTR, NOW))
    return after(asked, decisions.resume(asked, "", PIOTR, NOW))


def _resumed(ticket: Ticket) -> Ticket:
    return after(ticket, decisions.resume(ticket, "", PIOTR, NOW))


@pytest.mark.parametrize("reason", ["schedule", "third_party"])
@pytest.mark.parametrize("gone_on", [_asked_and_answered, _asked_and_written_to, _asked_and_resumed, _resumed])
def test_an_appointment_is_over_once_the_ticket_goes_on(reason: str, gone_on: Callable[[Ticket], Ticket]) -> None:
    working = a_ticket("working", assignee=Named(UUID(int=2), "Piotr"), due_at=TEN_DAYS_LATER)
    held = after(working, decisions.hold(working, reason, "", LATER, PIOTR, NOW))

    ticket = gone_on(held)

    assert held.next_move is not None
    assert (held.planned_at, held.next_move.due_at) == (LATER, LATER)
    assert ticket.next_move is not None
    assert (ticket.status, ticket.planned_at, ticket.next_move.due_at) == ("working", None, TEN_DAYS_LATER)


def test_an_appointment_stays_while_somebody_writes() -> None:
    working = a_ticket("working", due_at=TEN_DAYS_LATER)
    held = after(working, decisions.hold(working, "schedule", "", LATER, PIOTR, NOW))

    written_to = after(held, decisions.write(held, UUID(int=3), "Do zobaczenia", False, ANNA, NOW))

    assert written_to.next_move is not None
    assert (written_to.planned_at, written_to.next_move.due_at) == (LATER, LATER)


def test_a_resolved_ticket_waits_for_its_requester() -> None:
    working = a_ticket("working")

    ticket = after(working, decisions.resolve(working, "Wymieniono toner", POLAND, 10, PIOTR, LATER))

    assert ticket.next_move is not None
    assert (ticket.next_move.asks, ticket.next_move.account) == ("accept", ticket.requester)
    assert (ticket.resolved_at, ticket.resolution) == (LATER, "Wymieniono toner")
    assert ticket.accept_until == ticket.next_move.due_at == TEN_DAYS_LATER


@pytest.mark.parametrize(
    ("calendar", "days", "resolved_at", "until"),
    [
        (POLAND, 1, "2026-11-10T12:00Z", "2026-11-12T16:00Z"),
        (office_hours("Europe/Berlin", "DE"), 1, "2026-11-10T12:00Z", "2026-11-11T16:00Z"),
        (office_hours("Europe/Berlin", "DE", "BY"), 1, "2026-06-03T12:00Z", "2026-06-05T15:00Z"),
        (POLAND, 2, "2026-11-07T12:00Z", "2026-11-10T16:00Z"),
        (POLAND, 1, "2026-10-23T12:00Z", "2026-10-26T16:00Z"),
        (POLAND, 1, "2026-11-09T23:30Z", "2026-11-12T16:00Z"),
        (office_hours("America/New_York", "US"), 1, "2026-11-10T01:00Z", "2026-11-10T22:00Z"),
        (POLAND, 0, "2026-11-10T12:00Z", "2026-11-10T16:00Z"),
    ],
    ids=["a holiday", "none there", "one of a region", "a weekend", "a clock change", "past midnight", "earlier", "today"],
)  # fmt: skip
def test_the_client_objects_until_the_end_of_its_working_day(
    calendar: Calendar, days: int, resolved_at: str, until: str
) -> None:
    working, at = a_ticket("working"), datetime.fromisoformat(resolved_at)

    ticket = after(working, decisions.resolve(working, "Gotowe", calendar, days, PIOTR, at))

    assert ticket.accept_until == datetime.fromisoformat(until)


def test_what_another_system_brought_never_closes_by_itself() -> None:
    working = a_ticket("working", imported=Imported("servicenow", "INC1"))

    ticket = after(working, decisions.resolve(working, "Gotowe", POLAND, 1, PIOTR, LATER))

    assert (ticket.resolved_at, ticket.accept_until) == (LATER, None)


def test_a_resolved_task_of_a_process_is_closed_at_once() -> None:
    task = a_ticket("working", step=StepLink(UUID(int=1), "prepare", UUID(int=2)))

    ticket = after(task, decisions.resolve(task, "Gotowe", POLAND, 10, PIOTR, LATER))

    assert (ticket.status, ticket.next_move, ticket.version) == ("closed", None, 6)


def test_a_task_is_withdrawn_by_its_process_only() -> None:
    task = a_ticket("working", step=StepLink(UUID(int=1), "prepare", UUID(int=2)))

    with pytest.raises(Refusal):
        decisions.withdraw(task, "nie chcę", ANNA, NOW)

    assert after(task, decisions.cancel(task, "process_cancelled", SYSTEM, NOW)).status == "cancelled"


def test_a_task_for_the_clients_own_people_is_worked_on_by_them() -> None:
    task = a_ticket("assigned", for_side="client")

    assert after(task, decisions.work(task, ANNA, NOW)).status == "working"


def test_a_reopened_ticket_begins_a_new_cycle() -> None:
    resolved = a_ticket("resolved")

    ticket = after(resolved, decisions.reopen(resolved, "Dalej nie drukuje", ANNA, LATER))

    assert (ticket.status, ticket.cycle, ticket.resolved_at, ticket.accept_until) == ("working", 2, None, None)


def test_the_provider_may_raise_a_priority_but_only_propose_to_lower_it() -> None:
    ticket = a_ticket("working", priority="high")

    raised = after(ticket, decisions.prioritise(ticket, "critical", "", PIOTR, NOW))
    proposed = after(ticket, decisions.prioritise(ticket, "low", "to drobiazg", PIOTR, NOW))

    assert (raised.priority, raised.proposed_priority) == ("critical", None)
    assert (proposed.priority, proposed.proposed_priority) == ("high", "low")
    assert proposed.next_move is not None
    assert (proposed.next_move.side, proposed.next_move.asks) == ("client", "agree_priority")


def test_the_client_settles_a_proposed_priority() -> None:
    proposed = a_ticket("working", priority="high", proposed_priority="low")

    for wanted in ("low", "high"):
        ticket = after(proposed, decisions.prioritise(proposed, wanted, "", ANNA, NOW))
        assert (ticket.priority, ticket.proposed_priority) == (wanted, None)


def test_a_ticket_nobody_objected_to_closes_by_itself_but_not_before_its_time() -> None:
    resolved = a_ticket("resolved")

    with pytest.raises(Refusal):
        decisions.close_by_time(resolved, SYSTEM, TEN_DAYS_LATER - timedelta(seconds=1))

    assert after(resolved, decisions.close_by_time(resolved, SYSTEM, TEN_DAYS_LATER)).status == "closed"


def test_what_is_asked_stays_asked_since_it_was_asked_first() -> None:
    ticket = opened()

    noted = after(ticket, decisions.write(ticket, UUID(int=3), "Pilne", False, ANNA, LATER))

    assert noted.next_move is not None
    assert noted.next_move.since == NOW


def test_a_machine_of_the_provider_begins_work_without_taking_the_ticket() -> None:
    assert after(opened(), decisions.work(opened(), ROBOT, NOW)).assignee is None
