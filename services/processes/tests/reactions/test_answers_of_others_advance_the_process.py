"""What other services answer carries a process on, once, however often it is delivered."""

from typing import Any
from uuid import UUID

import orjson
import pytest
from chassis.domain.actor import Actor
from chassis.identifiers import new_id
from chassis.journal.line import JournalLine
from contracts.assets.state import Asset, Person
from contracts.tickets.state import StepLink, Ticket
from contracts.vocabulary import NextMove
from processes.domain import cancelling, step_commands
from processes.domain.request_kinds import REQUEST_KINDS
from processes.domain.values import Money, Values
from processes.events.requests import SHAPES

ANNA = Actor("client", "Anna Nowak", UUID(int=901), frozenset({"decider"}))
TOMEK = Actor("provider", "Tomek", UUID(int=903), frozenset({"technician"}))
EWA = {"id": str(UUID(int=802)), "name": "Ewa Lis"}
FREE = {"for_person": EWA, "subject": "Figma"}
LEAVER = {"person": EWA, "last_day": "2026-03-31"}
BROKEN = {
    "asset": {"id": str(UUID(int=801)), "name": "NB-0017"},
    "holder": EWA,
    "problem": "Nie włącza się",
    "needs_loaner": True,
}
JOINER = {
    "first_name": "Jan",
    "last_name": "Kowalski",
    "department": "Sprzedaż",
    "job_title": "Handlowiec",
    "start_date": "2026-03-16",
    "personal_email": "jan@example.org",
}
FORMS = {"user_request": FREE, "offboarding": LEAVER, "hardware_service": BROKEN, "onboarding": JOINER}


def ticket_line(service: Any, request: Any, what: str, status: Any = "working", **fields: Any) -> JournalLine:
    """Something that happened to the ticket of a step."""
    link = StepLink(process_id=request["subject"], step=step_of(request), request_id=request["event_id"])
    state = Ticket(
        id=new_id(),
        client_id=service.client_id,
        version=2,
        number="T-7",
        type="task",
        title="Zadanie",
        status=status,
        priority="normal",
        step=link,
        opened_at=service.clock.now(),
        **fields,
    )
    return answer(service, request, "tickets", f"tickets.ticket.{what}.v1", {"state": state.model_dump(mode="json")})


def answer(service: Any, request: Any, source: str, type_: str, content: dict[str, Any]) -> JournalLine:
    line: JournalLine = service.line(source, type_, content, causation_id=request["event_id"])
    return line


def step_of(request: Any) -> str:
    return str(orjson.loads(request["data"])["step"])


def done(service: Any, request: Any) -> JournalLine:
    """The answer of an addressee that did what it was asked."""
    kind = next(REQUEST_KINDS[kind] for kind, shape in SHAPES.items() if request["type"] == shape.TYPE)
    what = kind.completed_by.split(".")[1]
    if kind.addressee == "tickets":
        return ticket_line(service, request, kind.completed_by.split(".")[2], "closed")
    identity = {"id": new_id(), "client_id": service.client_id, "version": 1, "created_at": service.clock.now()}
    state: dict[str, Any] = {}
    if what == "asset":
        state = Asset(**identity, tag="NB-1", name="ThinkPad", status="in_stock").model_dump(mode="json")
    elif what == "person":
        state = Person(**identity, name="Jan Kowalski", status="joining").model_dump(mode="json")
    return answer(service, request, kind.addressee, kind.completed_by, {"state": state})


def refusal(service: Any, request: Any, source: str, code: str) -> JournalLine:
    content = {"code": code, "facts": {"status": 3}}
    line: JournalLine = service.line(
        source, f"{source}.request.refused.v1", content, subject=request["event_id"], causation_id=request["event_id"]
    )
    return line


async def open_requests(service: Any, process_id: UUID) -> list[Any]:
    """The requests that a step of the process still waits for."""
    waiting = {step.request_id for step in (await service.process(process_id)).steps if step.open}
    return [line for line in await service.journal(process_id) if line["event_id"] in waiting]


async def find_out(service: Any, process: Any) -> None:
    """The technician who diagnoses says what they found."""
    found: Values = {"repairable": True, "repair_cost": Money(80_000, "PLN"), "repair_days": 5}
    if any(step.key == "diagnose" and step.open and not step.outputs for step in process.steps):
        await service.change(process.id, lambda p, o: step_commands.report_findings(p, "diagnose", found, o), TOMEK)


async def run_to_the_end(service: Any, process_id: UUID) -> Any:
    """Everybody does what they are asked, and every answer arrives twice."""
    while (process := await service.process(process_id)).open:
        requests = await open_requests(service, process_id)
        await find_out(service, process)
        lines = [done(service, request) for request in requests]
        await service.hear(*lines, *lines)
        for decision in await service.decisions(process_id) if not lines else []:
            if decision.open:
                await service.decide(decision.id, ANNA, option=decision.options[0].key)
    return process


@pytest.mark.parametrize("key", list(FORMS))
async def test_every_scenario_runs_to_its_end_though_every_answer_comes_twice(service: Any, key: str) -> None:
    process_id = await service.start(key, FORMS[key], ANNA)

    process = await run_to_the_end(service, process_id)

    lines = await service.journal(process_id)
    assert (process.status, process.next_move) == ("completed", None)
    assert [line["version"] for line in lines] == list(range(1, process.version + 1))
    finished = [orjson.loads(line["data"])["step"] for line in lines if line["type"].endswith("step_done.v1")]
    assert len(finished) == len(set(finished))


@pytest.mark.parametrize("batches", [1, 3])
async def test_a_closed_ticket_finishes_its_step_once(service: Any, batches: int) -> None:
    process_id = await service.start("user_request", FREE, ANNA)
    line = done(service, await service.asked(process_id, "carry_out"))

    for _ in range(batches):
        await service.hear(line, line)

    process, lines = await service.process(process_id), await service.journal(process_id)
    assert (process.step("carry_out").state, process.step("confirm").state) == ("done", "ready")
    assert [one["type"] for one in lines].count("processes.process.step_done.v1") == 1
    assert {one["causation_id"] for one in lines if one["version"] > 4} >= {line.id}


async def test_a_ticket_that_waits_for_the_client_makes_it_the_clients_move(service: Any) -> None:
    process_id = await service.start("user_request", FREE, ANNA)
    asks = NextMove(side="client", asks="answer", question="Która wersja?", since=service.clock.now())
    task = await service.asked(process_id, "carry_out")

    await service.hear(*[ticket_line(service, task, "client_asked", "waiting_client", next_move=asks)] * 2)

    process = await service.process(process_id)
    assert (process.next_move.side, process.next_move.asks, process.step("carry_out").state) == (
        "client",
        "answer",
        "waiting",
    )


@pytest.mark.parametrize("what", ["rejected", "cancelled"])
async def test_a_task_that_ends_badly_blocks_the_process(service: Any, what: Any) -> None:
    process_id = await service.start("user_request", FREE, ANNA)

    await service.hear(*[ticket_line(service, await service.asked(process_id, "carry_out"), what, what)] * 2)

    process = await service.process(process_id)
    assert (process.phase, process.next_move.role) == ("blocked", "coordinator")
    assert process.step("carry_out").failure.code == f"tickets.{what}"


async def test_an_empty_stock_is_an_answer_and_another_no_is_a_failure(service: Any) -> None:
    process_id = await service.start("hardware_service", BROKEN, ANNA)
    await service.hear(done(service, await service.asked(process_id, "into_service")))

    loaner = await service.asked(process_id, "reserve_loaner")
    await service.hear(*[refusal(service, loaner, "assets", "assets.none_available")] * 2)
    await service.hear(
        refusal(service, await service.asked(process_id, "diagnose"), "tickets", "tickets.title_missing")
    )

    process = await service.process(process_id)
    assert (process.step("reserve_loaner").state, process.step("give_loaner").state) == ("done", "skipped")
    assert process.step("diagnose").failure.facts == {"status": "3"}


async def test_a_mail_that_cannot_be_sent_holds_nobody_up(service: Any) -> None:
    process_id = await service.start("user_request", FREE, ANNA)
    for step in ("carry_out", "confirm"):
        await service.hear(done(service, await service.asked(process_id, step)))

    mail = await service.asked(process_id, "tell_result")
    await service.hear(*[refusal(service, mail, "notifications", "notifications.no_address")] * 2)

    assert (await service.process(process_id)).status == "completed"


async def test_a_withdrawn_task_ends_the_cancelled_process(service: Any) -> None:
    process_id = await service.start("user_request", FREE, ANNA)
    task = await service.asked(process_id, "carry_out")
    await service.change(process_id, lambda p, o: cancelling.cancel(p, "Niepotrzebne", o), ANNA)
    withdrawal = await service.asked(process_id, "carry_out")

    cancelled = ticket_line(service, task, "cancelled", "cancelled")
    line = service.line("tickets", cancelled.type, cancelled.content(), causation_id=withdrawal["event_id"])
    await service.hear(line, line)

    process = await service.process(process_id)
    assert (process.status, process.phase, process.not_undone) == ("cancelled", "compensated", ())


async def test_a_cancelling_process_shows_the_task_that_takes_back_what_was_done(service: Any) -> None:
    process_id = await service.start("user_request", FREE, ANNA)
    await service.hear(done(service, await service.asked(process_id, "carry_out")))
    confirm = await service.asked(process_id, "confirm")
    await service.change(process_id, lambda p, o: cancelling.cancel(p, "Niepotrzebne", o), ANNA)
    await service.hear(ticket_line(service, confirm, "cancelled", "cancelled"))

    (*_, last) = await service.journal(process_id)

    state = orjson.loads(last["data"])["state"]
    shown = {step["key"]: step["next_move"] for step in state["steps"]}
    assert (shown["carry_out"]["asks"], shown["carry_out"]["team"]) == ("work", "service_desk")
    assert shown["confirm"] is None
    await service.hear(done(service, await service.asked(process_id, "carry_out")))
    assert (await service.process(process_id)).phase == "compensated"


async def test_answers_to_somebody_else_are_passed_over(service: Any) -> None:
    process_id = await service.start("user_request", FREE, ANNA)
    before = await service.journal()
    stranger = {**dict(await service.asked(process_id, "carry_out")), "event_id": new_id()}

    await service.hear(done(service, stranger), refusal(service, stranger, "tickets", "tickets.rejected"))

    assert await service.journal() == before


async def test_an_answer_in_the_name_of_another_client_finds_no_request(service: Any) -> None:
    process_id = await service.start("user_request", FREE, ANNA)
    line = done(service, await service.asked(process_id, "carry_out"))
    own, service.client_id = service.client_id, new_id()

    forged = service.line(line.source, line.type, line.content(), causation_id=line.causation_id)
    await service.hear(forged)

    service.client_id = own
    assert (await service.process(process_id)).step("carry_out").state == "ready"
