"""Written as JSON and read again, a process and its decisions are what they were, at every point of every scenario."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any, Protocol

import orjson
import pytest
from chassis.command import Context
from chassis.domain.event import Event
from contracts.assets.requests import REQUESTS as TO_ASSETS
from contracts.notifications.requests import REQUESTS as TO_NOTIFICATIONS
from contracts.processes import state as shapes
from contracts.processes.events import EVENTS
from contracts.tickets.requests import REQUESTS as TO_TICKETS
from processes.domain.deciding import request_decision
from processes.domain.decision_evolution import evolve_decision
from processes.domain.events import DecisionAsked
from processes.domain.evolution import evolve
from processes.domain.process import Process
from processes.storage.decisions import DECISIONS
from processes.storage.processes import PROCESSES

HALF_WAY = {"onboarding": 5, "hardware_service": 9, "hardware_retirement": 2, "user_request": 1, "offboarding": 4}
KEYS = list(HALF_WAY)
CONTRACTS = {one.TYPE: one for one in (*EVENTS, *TO_ASSETS, *TO_TICKETS, *TO_NOTIFICATIONS)}


class Run(Protocol):
    history: Sequence[Event]
    process: Process | None


def completed(world: Callable[..., Any], key: str) -> Any:
    return world(key).go_to_the_end()


def cancelled(world: Callable[..., Any], key: str) -> Any:
    """Stopped half way, and undone to the end."""
    run = world(key)
    for _ in range(HALF_WAY[key]):
        run.go_on()
    run.cancel()
    return run.go_to_the_end()


def refused(world: Callable[..., Any], key: str) -> Any:
    """Everything that can be refused is; what that blocks stays blocked."""
    run = world(key)
    while run.questions:
        run.decide()
    while run.requests:
        run.answer(run.requests[0], refuse_with="assets.none_available")
    return run


def points(run: Run) -> Iterator[tuple[Event, Process]]:
    """Every event with the process as it was right after it."""
    process = None
    for event in run.history:
        process = evolve(process, event)
        yield event, process


@pytest.mark.parametrize("how", [completed, cancelled, refused])
@pytest.mark.parametrize("key", KEYS)
def test_a_stored_process_is_the_same_at_every_point_of_its_run(world: Any, key: str, how: Any) -> None:
    run = how(world, key)

    for _, process in points(run):
        assert PROCESSES.codec.read(PROCESSES.codec.write(process), PROCESSES.codec.version) == process


@pytest.mark.parametrize("how", [completed, cancelled, refused])
@pytest.mark.parametrize("key", KEYS)
def test_what_is_published_fits_its_contract_at_every_point(world: Any, key: str, how: Any) -> None:
    run = how(world, key)
    context = Context(run.context().by, run.running.client_id, run.now)

    for event, process in points(run):
        published = PROCESSES.publication
        line = published.line(context, event, process, published.state(process))
        CONTRACTS[line.type].model_validate_json(line.data)
        state = shapes.Process.model_validate(orjson.loads(line.data)["state"])
        assert (state.version, state.status, [step.key for step in state.steps]) == (
            process.version,
            process.status,
            [step.key for step in process.steps],
        )


@pytest.mark.parametrize("key", ["onboarding", "hardware_service"])
def test_a_stored_decision_is_the_same_and_fits_its_contract(world: Any, key: str) -> None:
    run = completed(world, key)
    context = Context(run.context().by, run.running.client_id, run.now)

    asked = [event for event in run.history if isinstance(event, DecisionAsked)]

    assert asked
    for (requested,) in (request_decision(run.running, event) for event in asked):
        decision = evolve_decision(None, requested)
        assert DECISIONS.codec.read(DECISIONS.codec.write(decision), DECISIONS.codec.version) == decision
        published = DECISIONS.publication
        line = published.line(context, requested, decision, published.state(decision))
        assert shapes.Decision.model_validate(orjson.loads(line.data)["state"]).id == decision.id
