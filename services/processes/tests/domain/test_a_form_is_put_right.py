"""A step that failed because of what was filled in: the form is put right and the process goes on."""

from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest
from chassis.actor import Actor
from chassis.refusal import Refusal
from processes.domain.correcting import correct
from processes.domain.values import Reference

ANNA = Actor("client", "Anna Nowak", UUID(int=901), frozenset({"decider"}))
STRANGER = Actor("client", "Ola", UUID(int=999), frozenset({"requester"}))
TECHNICIAN = Actor("provider", "Tomek", UUID(int=903), frozenset({"technician"}))
KNOWN = "assets.person_already_known"


@pytest.fixture
def blocked(world: Any) -> Any:
    """An onboarding whose person cannot be registered: somebody has that address already."""
    run = world("onboarding", email="taken@example.com").go_until("register_person")
    run.answer(run.request("register_person"), refuse_with=KNOWN)
    assert run.running.phase == "blocked"
    return run


def put_right(run: Any, by: Actor, **changes: Any) -> Any:
    form = {**run.running.inputs, **changes}
    return run.take(
        correct(run.running, {k: v for k, v in form.items() if v is not None}, "inny adres", run.occasion(by))
    )


@pytest.mark.parametrize("who", ["anna", "coordinator"])
def test_another_address_lets_it_go_on_to_its_end(blocked: Any, coordinator: Any, who: str) -> None:
    put_right(blocked, ANNA if who == "anna" else coordinator, email="free@example.com")

    assert blocked.request("register_person").fields["email"] == "free@example.com"
    blocked.go_to_the_end()
    assert blocked.running.status == "completed"


def test_a_field_can_be_emptied(blocked: Any) -> None:
    put_right(blocked, ANNA, email=None)

    assert "email" not in blocked.running.inputs
    assert "email" not in blocked.request("register_person").fields


def test_what_it_is_about_is_said_anew(blocked: Any) -> None:
    put_right(blocked, ANNA, last_name="Kowalska")

    assert "Kowalska" in blocked.running.about.pl


def test_what_was_decided_stays_decided(blocked: Any) -> None:
    with pytest.raises(Refusal, match=r"processes\.form_invalid") as refused:
        put_right(blocked, ANNA, hardware="desktop", accessories=("monitor", "phone"), email="free@example.com")

    assert refused.value.facts["fields"] == {"hardware": "decided", "accessories": "decided"}


def test_a_thing_that_was_decided_on_keeps_the_price_of_then(world: Any) -> None:
    then = Reference(UUID(int=77), "Latitude", None)
    run = world("onboarding", email="taken@example.com", model=then).go_until("register_person")
    run.answer(run.request("register_person"), refuse_with=KNOWN)

    put_right(run, ANNA, email="free@example.com", model=replace(then, name="Other"))

    assert run.running.inputs["model"] == then


@pytest.mark.parametrize(
    ("who", "code"), [(STRANGER, "processes.not_a_decider"), (TECHNICIAN, "processes.only_a_coordinator")]
)
def test_not_everybody_puts_it_right(blocked: Any, who: Actor, code: str) -> None:
    with pytest.raises(Refusal, match=code):
        put_right(blocked, who, email="free@example.com")


def test_what_runs_needs_no_correcting(world: Any) -> None:
    run = world("onboarding").go_until("register_person")

    with pytest.raises(Refusal, match=r"processes\.illegal_move"):
        put_right(run, ANNA, email="free@example.com")


def test_a_form_is_judged_as_at_the_start(blocked: Any) -> None:
    with pytest.raises(Refusal, match=r"processes\.form_invalid") as refused:
        put_right(blocked, ANNA, email="no address", department=None)

    assert refused.value.facts["fields"] == {"email": "email", "department": "required"}
