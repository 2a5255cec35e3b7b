"""What time alone brings about: expiry, overdue steps and waited-for days, each once, also with several replicas."""

import asyncio
from datetime import timedelta
from typing import Any
from uuid import UUID

import orjson
from chassis.domain.actor import Actor
from processes.domain import step_commands
from processes.scenarios.loader import Catalogue, read

ANNA = Actor("client", "Anna Nowak", UUID(int=901), frozenset({"decider"}))
PIOTR = Actor("provider", "Piotr", UUID(int=902), frozenset({"coordinator"}))
FREE = {"for_person": {"id": str(UUID(int=802)), "name": "Ewa Lis"}, "subject": "Figma"}
COSTLY = {**FREE, "expected_cost": {"amount": 50_000, "currency": "PLN"}}
WAITING = """
key: waiting
version: 1
title: {pl: Czekanie, en: Waiting}
summary: {pl: Czekanie, en: Waiting}
about: {pl: "{inputs.day}", en: "{inputs.day}"}
inputs: [{key: day, type: date, label: {pl: Dzień, en: Day}}]
steps:
  - key: wait
    kind: wait_until
    title: {pl: Czekamy, en: We wait}
    until: {anchor: day}
"""


async def types(service: Any, subject: UUID) -> list[str]:
    return [line["type"].removeprefix("processes.") for line in await service.journal(subject)]


async def test_nothing_is_due_before_its_moment(service: Any) -> None:
    process_id = await service.start("user_request", COSTLY, ANNA)
    before = await service.journal()

    service.clock.forward(timedelta(hours=1))

    assert await service.timers.look() == 0
    assert await service.journal() == before
    assert (await service.process(process_id)).status == "awaiting_decision"


async def test_a_decision_expires_and_its_process_is_blocked(service: Any) -> None:
    process_id = await service.start("user_request", COSTLY, ANNA)
    (decision,) = await service.decisions(process_id)
    service.clock.at = decision.expires_at

    await service.timers.look()
    await service.timers.look()

    (expired,), process = await service.decisions(process_id), await service.process(process_id)
    assert (expired.status, expired.next_move) == ("expired", None)
    assert (process.step("approve").failure.code, process.phase) == ("processes.decision_expired", "blocked")
    assert (await types(service, decision.id)).count("decision.expired.v1") == 1
    assert (await service.journal(decision.id))[-1]["actor_side"] == "system"


async def test_an_expired_question_is_put_again_and_superseded(service: Any) -> None:
    process_id = await service.start("user_request", COSTLY, ANNA)
    (first,) = await service.decisions(process_id)
    service.clock.at = first.expires_at
    await service.timers.look()

    await service.change(process_id, lambda p, o: step_commands.retry(p, "approve", "Już wrócili", o), PIOTR)

    old, new = await service.decisions(process_id)
    assert (old.status, old.superseded_by, new.status) == ("superseded", new.id, "requested")
    assert await service.timers.look() == 0


async def test_an_overdue_step_is_noted_once(service: Any) -> None:
    process_id = await service.start("user_request", FREE, ANNA)
    service.clock.at = (await service.process(process_id)).step("carry_out").due_at

    await service.timers.look()
    await service.timers.look()

    assert (await service.process(process_id)).phase == "at_risk"
    assert (await types(service, process_id)).count("process.step_overdue.v1") == 1


async def test_replicas_that_look_at_once_do_everything_once(service: Any) -> None:
    started = [await service.start("user_request", COSTLY, ANNA) for _ in range(4)]
    service.clock.forward(timedelta(days=60))
    replicas = [service.replica() for _ in range(3)]

    await asyncio.gather(*(replica.look() for replica in replicas))
    await service.timers.look()

    for process_id in started:
        (decision,) = await service.decisions(process_id)
        assert (await types(service, decision.id)).count("decision.expired.v1") == 1
        assert (await service.process(process_id)).phase == "blocked"


async def test_a_waited_for_day_lets_the_process_go_on(service: Any) -> None:
    service.catalogue = Catalogue((read("waiting.yaml", WAITING),))
    process_id = await service.start("waiting", {"day": "2026-03-06"}, ANNA)
    waited = service.replica()
    service.clock.at = (await service.process(process_id)).step("wait").wake_at

    assert await waited.look() == 1
    assert await waited.look() == 0

    assert (await service.process(process_id)).status == "completed"
    assert (await types(service, process_id))[-1] == "process.completed.v1"


async def test_processes_that_fail_hold_nobody_else_up(service: Any) -> None:
    known = service.catalogue
    service.catalogue = Catalogue((read("waiting.yaml", WAITING),))
    for _ in range(60):
        await service.start("waiting", {"day": "2026-03-03"}, ANNA)
    service.catalogue = known
    process_id = await service.start("user_request", FREE, ANNA)
    service.clock.forward(timedelta(days=30))
    timers = service.replica(known)

    for _ in range(2):
        await timers.look()

    assert (await service.process(process_id)).phase == "at_risk"
    (*_, last) = await service.journal(process_id)
    assert orjson.loads(last["data"])["step"] == "carry_out"
