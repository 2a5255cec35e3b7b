"""Who may decide what: the table of the decision's state machine, rules, limits and deputies."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from chassis.domain.actor import SYSTEM, Actor
from chassis.domain.refusal import Refusal
from processes.domain import deciding
from processes.domain.decision import Authority, Decision, DecisionOption, Deputy
from processes.domain.decision_events import DecisionRequested
from processes.domain.decision_evolution import evolve_decision
from processes.domain.scenario import Rule
from processes.domain.values import Money, Reference, Text

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
ANY_AMOUNT = Authority()
PROVIDER = Actor("provider", "Piotr", UUID(int=9), frozenset({"decider", "coordinator", "administrator"}))


def client(number: Any, *roles: Any) -> Any:
    return Actor("client", f"client {number}", UUID(int=number), frozenset(roles))


def named(number: Any) -> Any:
    return Reference(UUID(int=number), f"client {number}")


def question(rule: Any = Rule(), deciders: Any = (), expires_at: Any = None) -> Any:
    text = Text("Naprawa czy wymiana?", "Repair or replace?")
    options = (
        DecisionOption("repair", text, Money(80_000, "PLN")),
        DecisionOption("replace", text, Money(500_000, "PLN")),
    )
    decision = Decision(
        UUID(int=1),
        UUID(int=2),
        UUID(int=3),
        "repair_or_replace",
        text,
        text,
        options,
        NOW,
        rule,
        deciders=deciders,
        expires_at=expires_at,
    )
    return evolve_decision(None, DecisionRequested(NOW, SYSTEM, decision))


def after(decision: Any, happened: Any) -> Any:
    for event in happened:
        version = decision.version
        decision = evolve_decision(decision, event)
        assert decision.version == version + 1
    return decision


def approve(decision: Any, by: Any, option: Any = "repair", authority: Any = ANY_AMOUNT) -> Any:
    return after(decision, deciding.approve(decision, option, "", by, authority, NOW))


ANSWERS = {
    "approve": lambda decision, by: deciding.approve(decision, "repair", "", by, ANY_AMOUNT, NOW),
    "reject": lambda decision, by: deciding.reject(decision, "too dear", by, ANY_AMOUNT, NOW),
    "request_changes": lambda decision, by: deciding.request_changes(decision, "another model", by, ANY_AMOUNT, NOW),
}


@pytest.mark.parametrize("answer", ANSWERS)
@pytest.mark.parametrize("by", [PROVIDER, SYSTEM], ids=["provider", "system"])
def test_neither_the_provider_nor_the_system_can_answer_for_the_client(answer: Any, by: Any) -> None:
    with pytest.raises(Refusal) as refusal:
        ANSWERS[answer](question(), by)

    assert (refusal.value.code, refusal.value.kind) == ("processes.not_your_move", "forbidden")


@pytest.mark.parametrize(
    ("answer", "status"), [("approve", "approved"), ("reject", "rejected"), ("request_changes", "changes_requested")]
)
def test_one_decider_of_the_client_is_enough_when_nothing_else_is_agreed(answer: Any, status: Any) -> None:
    decision = question()

    decision = after(decision, ANSWERS[answer](decision, client(4, "decider")))

    assert (decision.status, decision.next_move) == (status, None)


def test_an_account_of_the_client_without_the_role_cannot_decide() -> None:
    with pytest.raises(Refusal) as refusal:
        approve(question(), client(4, "requester"))

    assert refusal.value.code == "processes.not_your_move"


@pytest.mark.parametrize("answer", ANSWERS)
def test_what_is_decided_is_never_decided_again(answer: Any) -> None:
    decision = approve(question(), client(4, "decider"))

    with pytest.raises(Refusal) as refusal:
        ANSWERS[answer](decision, client(5, "decider"))

    assert refusal.value.code == "processes.already_decided"


def test_an_approved_decision_changes_only_by_being_superseded() -> None:
    decision = approve(question(), client(4, "decider"))

    with pytest.raises(Refusal):
        deciding.withdraw(decision, "oops", SYSTEM, NOW)
    decision = after(decision, deciding.supersede(decision, UUID(int=77), SYSTEM, NOW))

    assert (decision.status, decision.superseded_by, decision.option) == ("superseded", UUID(int=77), "repair")


def test_an_option_above_the_limit_needs_somebody_with_a_higher_one() -> None:
    decision, limited = question(), Authority(limit=Money(100_000, "PLN"))

    with pytest.raises(Refusal) as refusal:
        approve(decision, client(4, "decider"), "replace", limited)

    assert refusal.value.code == "processes.amount_over_limit"
    assert approve(decision, client(4, "decider"), "repair", limited).status == "approved"


def test_a_limit_in_another_currency_allows_nothing() -> None:
    with pytest.raises(Refusal) as refusal:
        approve(question(), client(4, "decider"), "repair", Authority(limit=Money(100_000_000, "EUR")))

    assert refusal.value.code == "processes.amount_over_limit"


def test_all_named_deciders_have_to_agree_and_the_move_is_with_who_has_not_yet() -> None:
    decision = question(Rule("all"), (named(4), named(5)))

    first = approve(decision, client(4))
    both = approve(first, client(5))

    assert (first.status, first.next_move.account) == ("requested", named(5))
    assert both.status == "approved"


def test_deciders_have_to_agree_on_the_same_option() -> None:
    decision = approve(question(Rule("all"), (named(4), named(5))), client(4), "repair")

    with pytest.raises(Refusal) as refusal:
        approve(decision, client(5), "replace")

    assert refusal.value.code == "processes.other_option_chosen"


def test_two_of_three_decide_and_one_no_does_not_stop_them() -> None:
    decision = question(Rule("n_of_m", 2), (named(4), named(5), named(6)))

    decision = after(decision, ANSWERS["reject"](decision, client(4)))
    assert decision.open
    decision = approve(approve(decision, client(5)), client(6))

    assert decision.status == "approved"


def test_two_of_three_cannot_agree_any_more_after_two_said_no() -> None:
    decision = question(Rule("n_of_m", 2), (named(4), named(5), named(6)))

    decision = after(decision, ANSWERS["reject"](decision, client(4)))
    decision = after(decision, ANSWERS["reject"](decision, client(5)))

    assert decision.status == "rejected"


def test_nobody_votes_before_their_turn_when_there_is_an_order() -> None:
    decision = question(Rule("all", in_order=True), (named(4), named(5)))

    with pytest.raises(Refusal) as refusal:
        approve(decision, client(5))

    assert refusal.value.code == "processes.not_your_turn"


@pytest.mark.parametrize(("first_day", "allowed"), [(date(2026, 3, 1), True), (date(2026, 3, 3), False)])
def test_a_deputy_decides_only_within_the_agreed_days(first_day: Any, allowed: Any) -> None:
    deputising = Authority(stands_in_for=(Deputy(named(4), first_day, date(2026, 3, 10)),))
    decision = question(Rule("all"), (named(4),))

    if not allowed:
        with pytest.raises(Refusal, match=r"processes.not_your_move"):
            approve(decision, client(7), authority=deputising)
        return

    assert approve(decision, client(7), authority=deputising).votes[0].seat == named(4)


def test_one_account_has_one_vote_even_when_it_stands_in_for_another() -> None:
    deputising = Authority(stands_in_for=(Deputy(named(5), date(2026, 3, 1), date(2026, 3, 10)),))
    decision = approve(question(Rule("all"), (named(4), named(5))), client(4))

    with pytest.raises(Refusal) as refusal:
        approve(decision, client(4), authority=deputising)

    assert refusal.value.code == "processes.already_voted"


def test_a_decision_expires_at_its_time_and_not_before() -> None:
    decision = question(expires_at=NOW + timedelta(days=1))

    assert deciding.expire(decision, NOW) == []
    expired = after(decision, deciding.expire(decision, NOW + timedelta(days=1)))

    assert (expired.status, expired.next_timer) == ("expired", None)


def test_nobody_decides_after_the_time_is_over() -> None:
    with pytest.raises(Refusal) as refusal:
        approve(question(expires_at=NOW), client(4, "decider"))

    assert refusal.value.code == "processes.decision_expired"


def test_only_the_first_look_of_a_decider_is_noted() -> None:
    decision = question()

    assert deciding.view(decision, PROVIDER, ANY_AMOUNT, NOW) == []
    seen = after(decision, deciding.view(decision, client(4, "decider"), ANY_AMOUNT, NOW))

    assert seen.status == "viewed"
    assert deciding.view(seen, client(4, "decider"), ANY_AMOUNT, NOW) == []


def test_a_no_needs_a_reason() -> None:
    with pytest.raises(Refusal) as refusal:
        deciding.reject(question(), "  ", client(4, "decider"), ANY_AMOUNT, NOW)

    assert refusal.value.code == "processes.reason_missing"


def test_a_question_of_a_process_becomes_a_decision_with_its_options_and_costs(world: Any) -> None:
    run = world("onboarding")

    requested = deciding.request_decision(run.running, run.questions[0])[0]

    assert isinstance(requested, DecisionRequested)
    assert requested.decision.id == run.running.step("approve_hardware").request_id
    assert [(option.key, str(option.cost)) for option in requested.decision.options] == [
        ("as_requested", "6300.00 PLN"),
        ("without_accessories", "5200.00 PLN"),
    ]
