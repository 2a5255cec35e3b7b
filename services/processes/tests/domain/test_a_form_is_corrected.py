"""A step that failed because of what was filled in: the form is corrected and the process continues."""

from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest
from chassis.domain.actor import Actor
from chassis.domain.refusal import Refusal
from processes.domain.answers import request_completed
from processes.domain.correcting import correct
from processes.domain.editable_fields import editable_fields
from processes.domain.values import Reference

from calendars import office_hours

POLISH = ("PLN", office_hours())

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


def corrected(run: Any, by: Actor, **changes: Any) -> Any:
    form = {**run.running.inputs, **changes}
    return run.take(
        correct(run.running, {k: v for k, v in form.items() if v is not None}, "inny adres", run.context(by))
    )


@pytest.mark.parametrize("who", ["anna", "coordinator"])
def test_another_address_lets_it_go_on_to_its_end(blocked: Any, coordinator: Any, who: str) -> None:
    corrected(blocked, ANNA if who == "anna" else coordinator, email="free@example.com")

    assert blocked.request("register_person").fields["email"] == "free@example.com"
    blocked.go_to_the_end()
    assert blocked.running.status == "completed"


def test_a_field_can_be_emptied(blocked: Any) -> None:
    corrected(blocked, ANNA, email=None)

    assert "email" not in blocked.running.inputs
    assert "email" not in blocked.request("register_person").fields


def test_what_it_is_about_is_written_again(blocked: Any) -> None:
    corrected(blocked, ANNA, department="Zakupy")

    assert "Zakupy" in blocked.running.about.pl


def test_what_was_decided_stays_decided(blocked: Any) -> None:
    """Every word of the question, not only what was chosen: it was for Jan Kowalski that hardware was approved."""
    with pytest.raises(Refusal, match=r"processes\.form_invalid") as refused:
        corrected(blocked, ANNA, hardware="desktop", last_name="Nowy", email="free@example.com")

    assert refused.value.facts["fields"] == {"hardware": "settled", "last_name": "settled"}


def test_only_what_can_be_changed_is_named_and_has_to_be_sent(blocked: Any, catalogue: Any) -> None:
    free = editable_fields(blocked.running, catalogue.get("onboarding").for_client(*POLISH))
    form = {key: value for key, value in blocked.running.inputs.items() if key in free}
    before = blocked.running.inputs

    assert {"email", "department", "start_date"} <= set(free)
    assert not {"first_name", "last_name", "job_title", "hardware", "model", "accessories"} & set(free)
    blocked.take(correct(blocked.running, {**form, "email": "free@example.com"}, "x", blocked.context(ANNA)))
    assert blocked.running.inputs == {**before, "email": "free@example.com"}


def test_what_an_open_question_is_about_stays_too(world: Any) -> None:
    """A loaner that nobody could give is retried while the client is asked what to do with the laptop."""
    run = world("hardware_service").go_until("give_loaner")
    run.answer(run.request("give_loaner"), refuse_with="tickets.rejected")
    while run.running.step("repair_or_replace").state == "pending":
        run.go_on()

    with pytest.raises(Refusal, match=r"processes\.form_invalid") as refused:
        corrected(run, ANNA, asset=Reference(UUID(int=999), "MONITOR-9"), category="phone")

    assert refused.value.facts["fields"] == {"asset": "settled", "category": "settled"}


def test_the_last_day_that_the_client_decided_is_not_moved_by_the_provider(world: Any, coordinator: Any) -> None:
    run = world("offboarding").go_until("person_leaving")
    run.answer(run.request("person_leaving"), refuse_with="assets.illegal_move")

    with pytest.raises(Refusal, match=r"processes\.form_invalid"):
        corrected(run, coordinator, last_day="2026-12-31")


def test_the_device_that_was_taken_into_service_is_the_one_that_comes_back(world: Any, coordinator: Any) -> None:
    run = world("hardware_service", needs_loaner=False).go_until("diagnose")
    run.answer(run.request("diagnose"), refuse_with="tickets.rejected")

    with pytest.raises(Refusal, match=r"processes\.form_invalid"):
        corrected(run, coordinator, asset=Reference(UUID(int=999), "NB-other"))


def test_what_said_that_a_step_is_not_needed_stays(world: Any, coordinator: Any) -> None:
    run = world("hardware_service", needs_loaner=False).go_until("diagnose")
    run.answer(run.request("diagnose"), refuse_with="tickets.rejected")

    with pytest.raises(Refusal, match=r"processes\.form_invalid") as refused:
        corrected(run, coordinator, needs_loaner=True, category="phone")

    assert refused.value.facts["fields"] == {"needs_loaner": "settled"}


def test_a_task_that_only_waits_for_what_was_found_out_is_not_done_twice(world: Any, coordinator: Any) -> None:
    run = world("hardware_service", needs_loaner=False).go_until("diagnose")
    task = run.request("diagnose")
    run.requests.remove(task)
    run.take(request_completed(run.running, task.id, {}, run.context()))

    with pytest.raises(Refusal, match=r"processes\.findings_missing"):
        corrected(run, coordinator, category="phone")


def test_a_thing_that_was_decided_on_keeps_the_price_of_then(world: Any) -> None:
    then = Reference(UUID(int=77), "Latitude", None)
    run = world("onboarding", email="taken@example.com", model=then).go_until("register_person")
    run.answer(run.request("register_person"), refuse_with=KNOWN)

    corrected(run, ANNA, email="free@example.com", model=replace(then, name="Other"))

    assert run.running.inputs["model"] == then


@pytest.mark.parametrize(
    ("who", "code"), [(STRANGER, "processes.not_your_move"), (TECHNICIAN, "processes.not_your_move")]
)
def test_not_everybody_puts_it_right(blocked: Any, who: Actor, code: str) -> None:
    with pytest.raises(Refusal, match=code):
        corrected(blocked, who, email="free@example.com")


def test_what_runs_needs_no_correcting(world: Any) -> None:
    run = world("onboarding").go_until("register_person")

    with pytest.raises(Refusal, match=r"processes\.illegal_move"):
        corrected(run, ANNA, email="free@example.com")


def test_a_form_is_judged_as_at_the_start(blocked: Any) -> None:
    with pytest.raises(Refusal, match=r"processes\.form_invalid") as refused:
        corrected(blocked, ANNA, email="no address", department=None)

    assert refused.value.facts["fields"] == {"email": "email", "department": "required"}
