"""A small world around a process: it keeps what the other services would keep, and answers in any order it is told to."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any
from uuid import UUID

import pytest
from chassis.domain.actor import Actor
from chassis.domain.event import Event
from processes.domain import events
from processes.domain.answers import decision_closed, request_completed, request_refused
from processes.domain.cancelling import cancel
from processes.domain.events import DecisionAsked, DecisionDropped, RequestMade
from processes.domain.evolution import evolve
from processes.domain.process import NewProcess, Process, Request
from processes.domain.process_context import ProcessContext
from processes.domain.scenario import Scenario, default_value
from processes.domain.starting import start
from processes.domain.step_commands import report_findings
from processes.domain.values import Content, Reference, Values
from processes.scenarios.loader import Catalogue, load_catalogue

from calendars import office_hours

POLISH = ("PLN", office_hours())

MONDAY = datetime(2026, 3, 2, 9, tzinfo=UTC)
ANNA = Actor("client", "Anna Nowak", UUID(int=901), frozenset({"decider"}))
COORDINATOR = Actor("provider", "Piotr", UUID(int=902), frozenset({"coordinator"}))
TECHNICIAN = Actor("provider", "Tomek", UUID(int=903), frozenset({"technician"}))
ASSETS = Actor("system", "assets")
DEVICE = Reference(UUID(int=801), "NB-0017")
EWA = Reference(UUID(int=802), "Ewa Lis")

FORMS: Mapping[str, Values] = {
    "onboarding": {
        "first_name": "Jan",
        "last_name": "Kowalski",
        "personal_email": "jan@example.org",
        "department": "Sprzedaż",
        "job_title": "Handlowiec",
        "start_date": "2026-03-16",
        "hardware": "laptop",
        "accessories": ("monitor",),
    },
    "hardware_service": {"asset": DEVICE, "holder": EWA, "problem": "Nie włącza się", "needs_loaner": True},
    "user_request": {"for_person": EWA, "subject": "Figma"},
    "offboarding": {"person": EWA, "last_day": "2026-03-31"},
    "hardware_retirement": {"asset": DEVICE, "reason": "broken"},
}


@dataclass
class Holdings:
    """What the assets service would know. Every request must make sense at the moment it is carried out."""

    reserved: set[Content] = field(default_factory=set)
    ordered: set[Content] = field(default_factory=set)
    held: set[Content] = field(default_factory=lambda: {str(DEVICE.id)})
    lent: set[Content] = field(default_factory=set)
    in_service: set[Content] = field(default_factory=set)
    retired: set[Content] = field(default_factory=set)
    people: set[Content] = field(default_factory=set)
    active: set[Content] = field(default_factory=set)
    leaving: set[Content] = field(default_factory=set)
    collected: set[Content] = field(default_factory=set)
    fresh: Callable[[], str] = field(default_factory=lambda: lambda numbers=count(7000): str(UUID(int=next(numbers))))

    def carry_out(self, request: Request) -> dict[str, Any]:
        return getattr(self, request.kind)(request.fields) or {}

    def new_asset(self, where: set[Content]) -> dict[str, Any]:
        asset = self.fresh()
        where.add(asset)
        return {"asset_id": asset, "asset_name": f"NB-{asset[-4:]}"}

    def reserve_asset(self, _: Mapping[str, Content]) -> dict[str, Any]:
        return self.new_asset(self.reserved)

    def order_asset(self, _: Mapping[str, Content]) -> dict[str, Any]:
        return self.new_asset(self.ordered)

    def receive_asset(self, fields: Mapping[str, Content]) -> dict[str, Any]:
        self.ordered.remove(fields["asset_id"])
        self.reserved.add(fields["asset_id"])
        return {"asset_id": fields["asset_id"], "asset_name": "NB-new"}

    def release_asset(self, fields: Mapping[str, Content]) -> None:
        (self.reserved if fields["asset_id"] in self.reserved else self.ordered).remove(fields["asset_id"])

    def hand_over_asset(self, fields: Mapping[str, Content]) -> None:
        self.reserved.discard(fields["asset_id"])
        assert fields["asset_id"] not in self.held
        self.held.add(fields["asset_id"])

    def take_back_asset(self, fields: Mapping[str, Content]) -> None:
        self.held.remove(fields["asset_id"])

    def loan_asset(self, fields: Mapping[str, Content]) -> None:
        self.reserved.remove(fields["asset_id"])
        self.lent.add(fields["asset_id"])

    def return_loan(self, fields: Mapping[str, Content]) -> None:
        self.lent.remove(fields["asset_id"])

    def send_to_service(self, fields: Mapping[str, Content]) -> None:
        self.in_service.add(fields["asset_id"])

    def return_from_service(self, fields: Mapping[str, Content]) -> None:
        self.in_service.remove(fields["asset_id"])

    def retire_asset(self, fields: Mapping[str, Content]) -> None:
        assert fields["asset_id"] in self.in_service | self.held
        self.in_service.discard(fields["asset_id"])
        self.held.discard(fields["asset_id"])
        self.retired.add(fields["asset_id"])

    def write_off_asset(self, fields: Mapping[str, Content]) -> None:
        self.held.remove(fields["asset_id"])
        self.retired.add(fields["asset_id"])

    def register_person(self, fields: Mapping[str, Content]) -> dict[str, Any]:
        person = self.fresh()
        self.people.add(person)
        return {"person_id": person, "person_name": f"{fields['first_name']} {fields['last_name']}"}

    def withdraw_person(self, fields: Mapping[str, Content]) -> None:
        assert fields["person_id"] not in self.active
        self.people.remove(fields["person_id"])

    def activate_person(self, fields: Mapping[str, Content]) -> None:
        self.active.add(fields["person_id"])

    def deactivate_person(self, fields: Mapping[str, Content]) -> None:
        self.active.remove(fields["person_id"])

    def mark_person_leaving(self, fields: Mapping[str, Content]) -> None:
        self.leaving.add(fields["person_id"])

    def keep_person(self, fields: Mapping[str, Content]) -> None:
        self.leaving.remove(fields["person_id"])

    def return_holdings(self, fields: Mapping[str, Content]) -> None:
        assert fields["person_id"] in self.leaving
        self.collected |= self.held
        self.held.clear()

    def mark_person_left(self, fields: Mapping[str, Content]) -> None:
        assert not self.held
        self.leaving.discard(fields["person_id"])

    def loose_ends(self) -> set[Content]:
        """What a cancelled process must not leave behind."""
        return self.reserved | self.ordered | self.lent | self.in_service | self.people | self.active | self.leaving


@dataclass(frozen=True)
class Answer:
    request: Request
    outputs: Values = field(default_factory=dict)
    code: str | None = None


@dataclass
class World:
    """A process and everybody it talks to. `act` makes something happen elsewhere, `deliver` lets the process hear of it."""

    scenario: Scenario
    form: Values
    now: datetime = MONDAY
    process: Process | None = None
    history: list[Event] = field(default_factory=list)
    requests: list[Request] = field(default_factory=list)
    answers: list[Answer] = field(default_factory=list)
    questions: list[DecisionAsked] = field(default_factory=list)
    holdings: Holdings = field(default_factory=Holdings)
    ids: Any = field(default_factory=lambda: count(1))

    def context(self, by: Actor = ASSETS) -> ProcessContext:
        return ProcessContext(self.scenario, by, self.now, lambda: UUID(int=next(self.ids)))

    @property
    def running(self) -> Process:
        assert self.process is not None
        return self.process

    def start(self) -> "World":
        new = NewProcess(UUID(int=999), UUID(int=998), "pl", Reference(ANNA.id or UUID(int=0), ANNA.name))
        self.take(start(new, self.form, self.context(ANNA)))
        return self

    def take(self, happened: list[Event]) -> list[Event]:
        for event in happened:
            version = self.process.version if self.process else 0
            self.process = evolve(self.process, event)
            assert self.process.version == version + 1
            self._note(event)
        self.history += happened
        return happened

    def _note(self, event: Event) -> None:
        match event:
            case RequestMade(request=request):
                self.requests.append(request)
            case DecisionAsked():
                self.questions = [q for q in self.questions if q.step != event.step] + [event]
            case DecisionDropped(step=step):
                self.questions = [q for q in self.questions if q.step != step]

    def act(self, request: Request, refuse_with: str | None = None) -> None:
        """The addressee does what it is asked (or refuses); the process has not heard of it yet."""
        self.requests.remove(request)
        if refuse_with is not None:
            self.answers.append(Answer(request, code=refuse_with))
        elif request.kind == "withdraw_task":
            self._withdraw(request)
        else:
            self.answers.append(self._carry_out(request))

    def _carry_out(self, request: Request) -> Answer:
        if request.addressee != "assets":
            self._find_out(request)
            return Answer(request)
        try:
            return Answer(request, self.holdings.carry_out(request))
        except (KeyError, AssertionError):
            # Only behind something that could not be undone, or that somebody left out, may a process ask for what makes no
            # sense (any more).
            skipped_by_hand = any(
                step.skip is not None and step.skip.because == "by_hand" for step in self.running.steps
            )
            if not self.running.not_undone and not skipped_by_hand:
                raise
            return Answer(request, code="assets.illegal_move")

    def _find_out(self, request: Request) -> None:
        """Whoever does a task reports what it was to find out, as far as nobody has done so yet."""
        step = self.running.step(request.step)
        if request.kind != "task" or not step.open or self.running.compensating:
            return
        template = self.scenario.step(request.step)
        wanted = [output for output in template.outputs if output.key not in step.outputs]
        found = {output.key: default_value(output, self.scenario.prices) for output in wanted}
        known = {key: value for key, value in found.items() if value is not None}
        if known:
            by = TECHNICIAN if step.side == "provider" else ANNA
            self.take(report_findings(self.running, request.step, known, self.context(by)))

    def _withdraw(self, request: Request) -> None:
        task = next((task for task in self.requests if str(task.id) == request.fields["withdraws"]), None)
        if task is None:
            self.answers.append(Answer(request, code="tickets.illegal_move"))
            return
        self.requests.remove(task)
        self.answers.append(Answer(request))

    def deliver(self, answer: Answer, keep: bool = False) -> list[Event]:
        if not keep:
            self.answers.remove(answer)
        if answer.code is not None:
            return self.take(request_refused(self.running, answer.request.id, answer.code, {}, self.context()))
        return self.take(request_completed(self.running, answer.request.id, answer.outputs, self.context()))

    def answer(self, request: Request, refuse_with: str | None = None) -> list[Event]:
        self.act(request, refuse_with)
        return self.deliver(self.answers[-1])

    def decide(self, verdict: Any = "approved", option: str | None = None, step: str | None = None) -> list[Event]:
        question = next(q for q in self.questions if step in (None, q.step))
        self.questions.remove(question)
        chosen = (option or question.options[0].key) if verdict == "approved" else None
        return self.take(
            decision_closed(self.running, question.decision_id, verdict, chosen, "bo tak", self.context(ANNA))
        )

    def cancel(self) -> list[Event]:
        return self.take(cancel(self.running, "nie przyjdzie", self.context(ANNA)))

    def request(self, step: str) -> Request:
        return next(request for request in self.requests if request.step == step)

    def go_until(self, step: str) -> "World":
        """Everybody does what they are asked until the step is under way."""
        while self.running.step(step).state == "pending":
            self.go_on()
        return self

    def go_on(self) -> None:
        self.now += timedelta(hours=1)
        if self.answers:
            self.deliver(self.answers[0])
        elif self.requests:
            self.answer(self.requests[0])
        else:
            self.decide()

    def go_to_the_end(self) -> "World":
        while self.running.open and (self.answers or self.requests or self.questions):
            self.go_on()
        return self

    def kinds(self) -> list[str]:
        """The kinds of all requests made so far, in order."""
        return [event.request.kind for event in self.history if isinstance(event, events.RequestMade)]


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    return load_catalogue()


@pytest.fixture(scope="session")
def world(catalogue: Catalogue) -> Callable[..., World]:
    def build(key: str = "onboarding", **changes: Any) -> World:
        return World(catalogue.get(key).for_client(*POLISH), {**FORMS[key], **changes}).start()

    return build


@pytest.fixture(scope="session")
def a_world() -> type[World]:
    return World


@pytest.fixture
def coordinator() -> Actor:
    return COORDINATOR


@pytest.fixture
def technician() -> Actor:
    return TECHNICIAN


@pytest.fixture
def decider() -> Actor:
    return ANNA


@pytest.fixture(scope="session")
def forms() -> Mapping[str, Values]:
    return FORMS
