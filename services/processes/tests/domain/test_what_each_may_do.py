"""What everybody may do with a process, a step and a decision, as the public state says it."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest
from chassis.domain.actor import Actor
from chassis.domain.moves import covers
from processes.domain.deciding import request_decision
from processes.domain.decision_evolution import evolve_decision
from processes.domain.moves import DECISION_MOVES, PROCESS_MOVES
from processes.domain.process import NewProcess, Process
from processes.domain.starting import draft
from processes.domain.values import Reference

STARTER = Actor("client", "Anna Nowak", UUID(int=901), frozenset({"requester"}))
DECIDER = Actor("client", "Dorota", UUID(int=911), frozenset({"decider"}))
COLLEAGUE = Actor("client", "Jan", UUID(int=912), frozenset({"requester"}))
COORDINATOR = Actor("provider", "Piotr", UUID(int=902), frozenset({"coordinator"}))
TECHNICIAN = Actor("provider", "Tomek", UUID(int=903), frozenset({"technician"}))
EVERYBODY = (STARTER, DECIDER, COLLEAGUE, COORDINATOR, TECHNICIAN)


def allowed(process: Process) -> list[set[str]]:
    """What each of EVERYBODY may do, by the published moves."""
    published, missing = PROCESS_MOVES.moves(process), PROCESS_MOVES.missing(process)
    relations = PROCESS_MOVES.relations(process)
    return [
        {
            move
            for move, rights in published.items()
            if move not in missing and any(covers(right, actor, relations) for right in rights)
        }
        for actor in EVERYBODY
    ]


@pytest.fixture
def blocked(world: Callable[..., Any]) -> Process:
    """A process whose person is known already."""
    run = world("onboarding").go_until("register_person")
    run.answer(run.request("register_person"), refuse_with="assets.person_already_known")
    found: Process = run.running
    return found


def test_both_sides_prepare_and_the_client_starts(world: Any, a_world: Any) -> None:
    run = a_world(world("onboarding").scenario, {})
    new = NewProcess(UUID(int=999), UUID(int=998), "pl", Reference(STARTER.id or UUID(int=0), STARTER.name))
    (drafted,) = draft(new, {}, run.context(COORDINATOR))
    run.take([drafted])

    form, start, cancel = "form", "start", "cancel"
    assert allowed(run.running) == [{form, start, cancel}, {form, start, cancel}, {form, start}, {form}, {form}]


def test_who_is_concerned_mends_what_is_stuck(blocked: Process) -> None:
    retry, skip = "steps/register_person/retry", "steps/register_person/skip"

    assert allowed(blocked) == [
        {"correct", "cancel"},
        {"correct", "cancel", skip},
        set(),
        {"correct", "give_up", retry},
        set(),
    ]


def test_an_optional_step_is_skipped_by_the_coordinator_too(blocked: Process) -> None:
    steps = tuple(replace(step, optional=step.key == "register_person") for step in blocked.steps)
    coordinator = allowed(replace(blocked, steps=steps))[3]

    assert "steps/register_person/skip" in coordinator


def test_what_a_task_found_out_is_said_by_the_side_that_works_on_it(world: Any) -> None:
    run = world("hardware_service").go_until("diagnose")
    findings = "steps/diagnose/findings"

    assert [findings in moves for moves in allowed(run.running)] == [False, False, False, True, True]


def test_a_question_is_revised_by_the_side_that_the_scenario_names(world: Any) -> None:
    run = world("onboarding")
    run.decide("changes_requested")
    (step,) = [step.key for step in run.running.steps if step.revising is not None]

    assert [f"steps/{step}/revise" in moves for moves in allowed(run.running)] == [True, True, False, False, False]


def test_nothing_may_be_done_with_what_is_over(world: Any) -> None:
    assert allowed(world("user_request").go_to_the_end().running) == [set()] * 5


def test_named_deciders_decide_and_else_everybody_with_the_role(world: Any) -> None:
    run = world("onboarding")
    for deciders, may in (((), [DECIDER]), ((Reference(COLLEAGUE.id or UUID(int=0), "Jan"),), [COLLEAGUE])):
        (requested,) = request_decision(run.running, run.questions[0], deciders)
        decision = evolve_decision(None, requested)

        assert [actor for actor in EVERYBODY if DECISION_MOVES.allowed(decision, actor)] == may
