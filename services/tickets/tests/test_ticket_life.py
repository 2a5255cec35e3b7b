"""Whatever is tried with a ticket, in whatever order: what is always true of it."""

import string
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from chassis.command import Context
from chassis.domain.actor import SYSTEM, Actor
from chassis.domain.event import Event
from chassis.domain.refusal import Refusal
from contracts.tickets.state import Ticket as PublicTicket
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from tickets.domain import decisions
from tickets.domain.evolution import evolve
from tickets.domain.moves import MOVES
from tickets.domain.ticket import Named, StepLink, Ticket
from tickets.events import PUBLICATION
from tickets.storage.tickets import TICKETS

from calendars import office_hours

ANNA = Actor("client", "Anna", UUID(int=1))
PIOTR = Actor("provider", "Piotr", UUID(int=2))
ACTORS = st.sampled_from([ANNA, PIOTR, Actor("provider", "Ola", UUID(int=3)), SYSTEM])
TEXTS = st.text(string.printable + "ąęłżźćśóń—🙂", min_size=1, max_size=20)
PRIORITIES = st.sampled_from(["low", "normal", "high", "critical"])
NOT_ALLOWED = ("tickets.illegal_move", "tickets.not_your_move", "tickets.task_belongs_to_a_process")
CALENDAR = office_hours()
START = datetime(2026, 11, 2, 9, 30, tzinfo=UTC)


class Life(RuleBasedStateMachine):
    """A ticket, and everything anybody might try with it."""

    ticket: Ticket
    now = START

    @initialize(for_side=st.sampled_from(["provider", "client"]), task=st.booleans(), title=TEXTS)
    def open(self, for_side: Any, task: bool, title: str) -> None:
        step = StepLink(UUID(int=5), "prepare", UUID(int=6)) if task else None
        kind = "task" if task else "incident"
        draft = Ticket(UUID(int=9), UUID(int=7), "T-1", kind, title, START, for_side=for_side, step=step)
        (event,) = decisions.open_ticket(draft, ANNA, self.now)
        self.before: Ticket | None = None
        self.ticket = evolve(None, event)

    def attempt(self, move: str, by: Actor, decide: Any) -> None:
        """Tries a move: it is refused exactly when it is not among the allowed ones, or by a rule with a code."""
        self.now += timedelta(minutes=7)
        allowed = move in MOVES.allowed(self.ticket, by)
        happened, code = self.decided(decide, by)
        assert allowed == (code not in NOT_ALLOWED)
        assert bool(happened) == (code == "")
        for event in happened:
            self.happen(event, by)

    def decided(self, decide: Any, by: Actor) -> tuple[list[Event], str]:
        try:
            return decide(self.ticket, by, self.now), ""
        except Refusal as refusal:
            return [], refusal.code

    def happen(self, event: Event, by: Actor) -> None:
        before, self.ticket = self.ticket, evolve(self.ticket, event)
        assert self.ticket.version == before.version + 1
        assert self.ticket.messages >= before.messages
        assert self.ticket.cycle >= before.cycle
        assert before.first_response_at in (None, self.ticket.first_response_at)
        context = Context(by, self.ticket.client_id, self.now)
        line = PUBLICATION.line(context, event, self.ticket, PUBLICATION.state(self.ticket))
        assert line.content()["state"]["version"] == line.version == self.ticket.version

    @rule(by=ACTORS, team=st.none() | TEXTS, who=st.none() | st.just(Named(UUID(int=3), "Ola")))
    def assign(self, by: Actor, team: str | None, who: Named | None) -> None:
        self.attempt("assign", by, lambda t, a, n: decisions.assign(t, who, team, a, n))

    @rule(by=ACTORS)
    def work(self, by: Actor) -> None:
        self.attempt("work", by, decisions.work)

    @rule(by=ACTORS, text=TEXTS, kind=st.sampled_from(["information", "decision"]))
    def ask(self, by: Actor, text: str, kind: str) -> None:
        self.attempt("ask", by, lambda t, a, n: decisions.ask(t, text, kind, n + timedelta(days=1), a, n))

    @rule(by=ACTORS, text=TEXTS)
    def answer(self, by: Actor, text: str) -> None:
        self.attempt("answer", by, lambda t, a, n: decisions.answer(t, text, a, n))

    @rule(by=ACTORS, text=TEXTS, internal=st.booleans())
    def write(self, by: Actor, text: str, internal: bool) -> None:
        self.attempt("messages", by, lambda t, a, n: decisions.write(t, UUID(int=4), text, internal, a, n))

    @rule(by=ACTORS, reason=st.sampled_from(["third_party", "schedule"]), timed=st.booleans())
    def hold(self, by: Actor, reason: str, timed: bool) -> None:
        self.attempt("hold", by, lambda t, a, n: decisions.hold(t, reason, "", n if timed else None, a, n))

    @rule(by=ACTORS)
    def resume(self, by: Actor) -> None:
        self.attempt("resume", by, lambda t, a, n: decisions.resume(t, "", a, n))

    @rule(by=ACTORS, text=TEXTS)
    def resolve(self, by: Actor, text: str) -> None:
        self.attempt("resolve", by, lambda t, a, n: decisions.resolve(t, text, CALENDAR, 10, a, n))

    @rule(by=ACTORS, accepted=st.booleans())
    def settle(self, by: Actor, accepted: bool) -> None:
        if accepted:
            self.attempt("accept", by, decisions.accept)
        else:
            self.attempt("reopen", by, lambda t, a, n: decisions.reopen(t, "nie działa", a, n))

    @rule(by=ACTORS, how=st.sampled_from(["reject", "withdraw", "cancel"]))
    def give_up(self, by: Actor, how: str) -> None:
        if how == "reject":
            self.attempt("reject", by, lambda t, a, n: decisions.reject(t, "nie", a, n))
        elif how == "cancel":
            self.attempt("cancel", by, lambda t, a, n: decisions.cancel(t, "process_cancelled", a, n))
        else:
            self.attempt("withdraw", by, lambda t, a, n: decisions.withdraw(t, "już nie", a, n))

    @rule(by=ACTORS, priority=PRIORITIES)
    def prioritise(self, by: Actor, priority: str) -> None:
        self.attempt("priority", by, lambda t, a, n: decisions.prioritise(t, priority, "", a, n))

    @rule(by=ACTORS, days=st.integers(0, 20))
    def time_passes(self, by: Actor, days: int) -> None:
        self.now += timedelta(days=days)
        self.attempt("close", by, decisions.close_by_time)

    @invariant()
    def exactly_one_side_moves_next_while_it_is_open(self) -> None:
        assert (self.ticket.next_move is not None) == self.ticket.open

    @invariant()
    def it_waits_for_the_client_exactly_when_it_says_so(self) -> None:
        assert (self.ticket.waiting_for is not None) == (self.ticket.status == "waiting_client")

    @invariant()
    def it_closes_by_itself_only_after_it_was_resolved(self) -> None:
        if self.ticket.accept_until is not None:
            assert self.ticket.resolved_at is not None
            assert self.ticket.resolved_at < self.ticket.accept_until

    @invariant()
    def it_has_an_end_exactly_when_it_ended(self) -> None:
        assert (self.ticket.closed_at is not None) == (not self.ticket.open)

    @invariant()
    def its_public_state_is_what_the_contract_says(self) -> None:
        public = PublicTicket.model_validate_json(PUBLICATION.state(self.ticket))
        assert (public.status, public.version) == (self.ticket.status, self.ticket.version)

    @invariant()
    def its_row_gives_it_back_as_it_was(self) -> None:
        assert TICKETS.codec.read(TICKETS.codec.write(self.ticket), TICKETS.codec.version) == self.ticket


Life.TestCase.settings = settings(max_examples=60, stateful_step_count=25, deadline=None)
TestLife = Life.TestCase
