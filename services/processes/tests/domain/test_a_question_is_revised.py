"""The client wants a question changed: another quote, another form; what was done meanwhile stays as it was done."""

from typing import Any
from uuid import UUID

import pytest
from chassis.domain.actor import Actor
from chassis.domain.refusal import Refusal
from processes.domain.editable_fields import editable_fields
from processes.domain.revising import revise
from processes.domain.values import Money, Reference

from calendars import office_hours

POLISH = ("PLN", office_hours())

ANNA = Actor("client", "Anna Nowak", UUID(int=901), frozenset({"decider"}))
COORDINATOR = Actor("provider", "Piotr", UUID(int=902), frozenset({"coordinator"}))
TOO_DEAR = "Proszę o tańszą wycenę"


@pytest.fixture
def sent_back(world: Any) -> Any:
    """A device is diagnosed; the client finds the quote too high."""
    run = world("hardware_service", needs_loaner=False).go_until("repair_or_replace")
    run.decide("changes_requested")
    assert (run.running.next_move.side, run.running.next_move.asks) == ("provider", "revise")
    return run


def revised(run: Any, by: Actor, step: str = "repair_or_replace", changes: Any = None, **findings: Any) -> Any:
    found = {"diagnose": findings} if findings else {}
    return run.take(revise(run.running, step, changes or {}, run.context(by), found))


def test_another_quote_is_what_the_next_question_costs(sent_back: Any) -> None:
    revised(sent_back, COORDINATOR, repair_cost=Money(30000, "PLN"), repair_days=2)

    option = sent_back.questions[0].options[0]
    assert (option.key, option.cost, option.days) == ("repair", Money(30000, "PLN"), 2)
    sent_back.decide(option="repair")
    sent_back.go_to_the_end()
    assert sent_back.running.status == "completed"
    assert sent_back.running.cost == Money(15000 + 30000, "PLN")


def test_what_cannot_be_repaired_after_all_is_not_offered_for_repair(sent_back: Any) -> None:
    revised(sent_back, COORDINATOR, repairable=False)

    assert [option.key for option in sent_back.questions[0].options] == ["replace"]


def test_another_device_is_another_process(sent_back: Any) -> None:
    with pytest.raises(Refusal, match=r"processes\.form_invalid") as refused:
        revised(sent_back, COORDINATOR, changes={"asset": Reference(UUID(int=999), "NB-other"), "category": "phone"})

    assert refused.value.facts["fields"] == {"asset": "settled"}


def test_what_the_question_alone_looks_at_can_be_changed(sent_back: Any, catalogue: Any) -> None:
    assert editable_fields(sent_back.running, catalogue.get("hardware_service").for_client(*POLISH)) == ("category",)

    revised(sent_back, COORDINATOR, changes={"category": "phone"})

    assert sent_back.questions[0].options[1].cost == Money(180000, "PLN")


@pytest.mark.parametrize(
    "findings", [{"repair_cost": "tanio"}, {"repair_cost": None}, {"unheard_of": "x"}, {"repair_cost": Money(1, "EUR")}]
)
def test_findings_are_judged_as_always(sent_back: Any, findings: dict[str, Any]) -> None:
    with pytest.raises(Refusal, match=r"processes\.form_invalid"):
        revised(sent_back, COORDINATOR, **findings)


def test_findings_of_a_step_that_the_question_is_not_put_after(sent_back: Any) -> None:
    with pytest.raises(Refusal, match=r"processes\.(step_unknown|not_your_step|form_invalid)"):
        sent_back.take(
            revise(
                sent_back.running,
                "repair_or_replace",
                {},
                sent_back.context(COORDINATOR),
                {"into_service": {"asset_id": "x"}},
            )
        )


def test_the_client_says_nothing_about_what_the_provider_found(sent_back: Any) -> None:
    with pytest.raises(Refusal, match=r"processes\.not_your_move"):
        revised(sent_back, ANNA, repair_cost=Money(1, "PLN"))


def test_a_field_can_be_emptied(world: Any) -> None:
    run = world("onboarding").go_until("approve_hardware")
    run.decide("changes_requested")

    revised(run, ANNA, "approve_hardware", {"accessories": None})

    assert "accessories" not in run.running.inputs
    assert len(run.questions[0].options) == 1, "without accessories there is nothing to leave out"


@pytest.mark.parametrize(
    ("scenario", "step", "who", "code"),
    [
        (
            "onboarding",
            "approve_hardware",
            Actor("client", "Ola", UUID(int=999), frozenset({"requester"})),
            "not_your_move",
        ),
        (
            "hardware_service",
            "repair_or_replace",
            Actor("provider", "Tomek", UUID(int=903), frozenset({"technician"})),
            "not_your_move",
        ),
    ],
)
def test_not_everybody_puts_it_anew(world: Any, scenario: str, step: str, who: Actor, code: str) -> None:
    run = world(scenario).go_until(step)
    run.decide("changes_requested", step=step)

    with pytest.raises(Refusal, match=rf"processes\.{code}"):
        revised(run, who, step)
