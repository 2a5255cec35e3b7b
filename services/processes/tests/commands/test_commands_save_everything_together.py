"""Commands on a real database: rows, requests, decisions and journal lines go in together or not at all."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

import orjson
import pytest
from chassis.command import Context
from chassis.database import Transaction
from chassis.domain.actor import Actor
from chassis.domain.event import Event
from chassis.domain.refusal import Refusal
from chassis.domain.stored import NewerRelease
from contracts.tickets.requests import TaskRequested
from processes.commands.change_process import change_process
from processes.domain import cancelling, revising, starting
from processes.domain.process import Process
from processes.domain.process_context import ProcessContext
from processes.domain.values import Money
from processes.scenarios.loader import Catalogue

ANNA = Actor("client", "Anna Nowak", UUID(int=901), frozenset({"decider"}))
PIOTR = Actor("provider", "Piotr", UUID(int=902), frozenset({"coordinator", "decider", "administrator"}))
EWA = {"id": str(UUID(int=802)), "name": "Ewa Lis"}
FREE = {"for_person": EWA, "subject": "Figma"}
COSTLY = {**FREE, "expected_cost": {"amount": 50_000, "currency": "PLN"}}


async def counts(service: Any) -> dict[str, int]:
    tables = ("process", "decision", "request", "journal")
    found = [await service.rows(f"SELECT count(*) AS n FROM {table}") for table in tables]
    return dict(zip(tables, (rows[0]["n"] for rows in found), strict=True))


def cancel(process: Process, context: ProcessContext) -> Sequence[Event]:
    return cancelling.cancel(process, "Już niepotrzebne", context)


async def test_starting_saves_process_request_and_lines_together(service: Any) -> None:
    process_id = await service.start("user_request", FREE, ANNA)

    process, lines = await service.process(process_id), await service.journal(process_id)
    assert (await counts(service))["request"] == 1
    assert [line["version"] for line in lines] == list(range(1, process.version + 1))
    assert len({line["correlation_id"] for line in lines}) == 1
    assert lines[0]["actor_id"] == ANNA.id
    assert lines[-1]["type"] == TaskRequested.TYPE


async def test_the_line_of_a_request_has_its_id_its_addressee_and_its_content(service: Any) -> None:
    process_id = await service.start("user_request", FREE, ANNA)

    line = await service.asked(process_id, "carry_out")

    (request,) = await service.rows("SELECT * FROM request")
    assert (line["event_id"], line["addressee"]) == (request["id"], "tickets")
    assert (await service.process(process_id)).step("carry_out").request_id == request["id"]
    task = TaskRequested.model_validate_json(line["data"])
    assert (task.process_id, task.team) == (process_id, "service_desk")
    assert task.person is not None
    assert task.person.name == "Ewa Lis"


async def test_a_decision_is_opened_with_the_process_that_asks_for_it(service: Any) -> None:
    process_id = await service.start("user_request", COSTLY, ANNA)

    (decision,) = await service.decisions(process_id)

    assert (await service.process(process_id)).step("approve").request_id == decision.id
    assert decision.options[0].cost == Money(50_000, "PLN")
    assert [line["type"] for line in await service.journal(decision.id)] == ["processes.decision.requested.v1"]
    assert (await counts(service))["request"] == 0


async def test_a_start_that_fails_half_way_leaves_nothing(service: Any) -> None:
    async def fails(transaction: Transaction, context: Context) -> Any:
        await change_process(transaction, context, process_id, starting.start_draft, service.catalogue)
        raise Refusal("test.failed")

    process_id = await service.start("user_request", COSTLY, ANNA, draft=True)
    before = await counts(service)
    with pytest.raises(Refusal, match=r"test.failed"):
        await service.run(fails, ANNA)

    assert await counts(service) == before == {"process": 1, "decision": 0, "request": 0, "journal": 1}


async def test_an_approval_moves_the_process_in_the_same_transaction(service: Any) -> None:
    process_id = await service.start("user_request", COSTLY, ANNA)
    (decision,) = await service.decisions(process_id)

    await service.decide(decision.id, ANNA, option="approve")

    process, (approved,) = await service.process(process_id), await service.decisions(process_id)
    assert (approved.status, process.step("approve").state, process.step("carry_out").state) == (
        "approved",
        "done",
        "ready",
    )
    assert process.cost == Money(50_000, "PLN")
    lines = [line for line in await service.journal() if line["correlation_id"] == (await _last(service, decision.id))]
    assert {line["subject"] for line in lines} == {process_id, decision.id}


async def _last(service: Any, subject: UUID) -> Any:
    return (await service.journal(subject))[-1]["correlation_id"]


@pytest.mark.parametrize("verdict", ["approved", "rejected", "changes_requested"])
async def test_the_provider_never_decides(service: Any, verdict: str) -> None:
    process_id = await service.start("user_request", COSTLY, ANNA)
    (decision,) = await service.decisions(process_id)
    before = await counts(service)

    with pytest.raises(Refusal) as refusal:
        await service.decide(decision.id, PIOTR, verdict, "approve")

    assert (refusal.value.code, refusal.value.kind) == ("processes.not_your_move", "forbidden")
    assert await counts(service) == before
    assert (await service.process(process_id)).step("approve").state == "waiting"


async def test_a_decision_is_taken_once(service: Any) -> None:
    process_id = await service.start("user_request", COSTLY, ANNA)
    (decision,) = await service.decisions(process_id)
    await service.decide(decision.id, ANNA, "rejected")
    after = await counts(service)

    with pytest.raises(Refusal, match=r"processes.already_decided"):
        await service.decide(decision.id, ANNA, option="approve")

    assert await counts(service) == after


async def test_a_revised_question_supersedes_the_one_that_was_sent_back(service: Any) -> None:
    process_id = await service.start("user_request", COSTLY, ANNA)
    (first,) = await service.decisions(process_id)
    await service.decide(first.id, ANNA, "changes_requested")
    cheaper = {"expected_cost": Money(30_000, "PLN")}

    await service.change(process_id, lambda p, o: revising.revise(p, "approve", cheaper, o), ANNA)

    old, new = await service.decisions(process_id)
    assert (old.status, old.superseded_by, new.supersedes) == ("superseded", new.id, old.id)
    assert (new.options[0].cost, new.status) == (Money(30_000, "PLN"), "requested")
    assert (await service.process(process_id)).step("approve").request_id == new.id


async def test_cancelling_withdraws_the_open_task(service: Any) -> None:
    process_id = await service.start("user_request", FREE, ANNA)
    task = await service.asked(process_id, "carry_out")

    await service.change(process_id, cancel, ANNA)

    withdrawal = await service.asked(process_id, "carry_out")
    assert (withdrawal["type"], withdrawal["addressee"]) == ("processes.task.withdrawn.v1", "tickets")
    assert orjson.loads(withdrawal["data"])["withdraws"] == str(task["event_id"])
    assert (await service.process(process_id)).phase == "compensating"


async def test_cancelling_withdraws_the_open_decision(service: Any) -> None:
    process_id = await service.start("user_request", COSTLY, ANNA)

    await service.change(process_id, cancel, ANNA)

    (decision,) = await service.decisions(process_id)
    assert (decision.status, decision.next_move) == ("withdrawn", None)
    process = await service.process(process_id)
    assert (process.status, process.phase) == ("cancelled", "compensated")
    with pytest.raises(Refusal, match=r"processes.already_decided"):
        await service.decide(decision.id, ANNA, option="approve")


async def test_the_provider_cannot_cancel(service: Any) -> None:
    process_id = await service.start("user_request", FREE, ANNA)

    with pytest.raises(Refusal, match=r"processes.not_your_move"):
        await service.change(process_id, cancel, PIOTR)


async def test_a_rejection_chooses_nothing_whatever_option_it_names(service: Any) -> None:
    process_id = await service.start("user_request", COSTLY, ANNA)
    (decision,) = await service.decisions(process_id)

    await service.decide(decision.id, ANNA, "rejected", "approve")

    (rejected,) = await service.decisions(process_id)
    outputs = (await service.process(process_id)).step("approve").outputs
    assert (rejected.option, outputs["outcome"], outputs["option"]) == (None, "rejected", None)
    assert (await service.process(process_id)).cost == Money(0, "PLN")


async def test_a_process_of_a_newer_release_is_left_to_it(service: Any) -> None:
    process_id = await service.start("user_request", FREE, ANNA)
    old = Catalogue(tuple(one for one in service.catalogue.scenarios if one.key != "user_request"))

    with pytest.raises(NewerRelease):
        await service.run(lambda tx, context: change_process(tx, context, process_id, cancel, old), ANNA)

    assert (await service.process(process_id)).open
