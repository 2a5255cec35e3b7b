"""The employment of a person as a table, and hand-over records: the domain without any IO."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import get_args
from uuid import UUID

import pytest
from assets.domain import person as people
from assets.domain.handover import Handover, accept, evolve, recorded
from assets.domain.happening import Happened
from assets.domain.person import ALLOWED, Person
from assets.domain.values import Holder
from chassis.domain.actor import SYSTEM, Actor
from chassis.domain.refusal import Refusal
from contracts.assets.state import PersonStatus

NOW = datetime(2026, 11, 2, 9, 30, tzinfo=UTC)
LAST_DAY = date(2026, 11, 30)
ANNA = Actor("client", "Anna", UUID(int=1))
EWAS = Actor("client", "Ewa Lis", UUID(int=4), frozenset({"requester"}), UUID(int=11))
PIOTR = Actor("provider", "Piotr", UUID(int=2))
EWA = Person(UUID(int=11), UUID(int=7), "Ewa Lis", NOW, version=3)
STATUSES = get_args(PersonStatus)
DO: dict[str, tuple[Callable[[Person, int], Happened | None], str]] = {
    "activate": (lambda p, _: people.activate(p, PIOTR, NOW), "active"),
    "deactivate": (lambda p, held: people.deactivate(p, held, PIOTR, NOW), "joining"),
    "begin_leaving": (lambda p, _: people.begin_leaving(p, LAST_DAY, PIOTR, NOW), "leaving"),
    "stay": (lambda p, _: people.stay(p, PIOTR, NOW), "active"),
    "leave": (lambda p, held: people.leave(p, LAST_DAY, held, PIOTR, NOW), "left"),
    "withdraw": (lambda p, held: people.withdraw(p, held, PIOTR, NOW), "withdrawn"),
    "change": (lambda p, _: people.change(p, {"job": "analityczka"}, PIOTR, NOW), ""),
}
PAIRS = [(move, status) for move in ALLOWED for status in STATUSES]


@pytest.mark.parametrize(("move", "status"), [pair for pair in PAIRS if pair[1] in ALLOWED[pair[0]]])
def test_a_legal_move_of_a_person_ends_where_it_should(move: str, status: str) -> None:
    do, end = DO[move]
    person = replace(EWA, status=status)

    event = do(person, 0)

    assert event is not None
    result = people.evolve(person, event)
    assert (result.status, result.version) == (end or status, 4)


@pytest.mark.parametrize(("move", "status"), [pair for pair in PAIRS if pair[1] not in ALLOWED[pair[0]]])
def test_an_illegal_move_of_a_person_is_refused_with_the_allowed_ones(move: str, status: str) -> None:
    with pytest.raises(Refusal) as refused:
        DO[move][0](replace(EWA, status=status), 0)

    allowed = [name for name, statuses in ALLOWED.items() if status in statuses]
    assert refused.value.code == "assets.illegal_move"
    assert refused.value.facts == {"from": status, "move": move, "allowed": allowed}


@pytest.mark.parametrize(("move", "status"), [("leave", "leaving"), ("withdraw", "joining"), ("deactivate", "active")])
def test_nobody_goes_while_they_hold_something(move: str, status: str) -> None:
    with pytest.raises(Refusal) as refused:
        DO[move][0](replace(EWA, status=status), 2)

    assert (refused.value.code, refused.value.facts["holds"]) == ("assets.person_still_holds", 2)


@pytest.mark.parametrize("status", ["left", "withdrawn"])
def test_who_is_gone_can_be_given_nothing(status: str) -> None:
    with pytest.raises(Refusal, match=r"assets\.person_has_left"):
        people.may_hold(replace(EWA, status=status))


@pytest.mark.parametrize("status", ["joining", "active", "leaving"])
def test_who_is_coming_or_here_may_hold(status: str) -> None:
    people.may_hold(replace(EWA, status=status))


def test_facts_that_are_not_different_change_nothing_even_of_who_has_left() -> None:
    assert people.change(replace(EWA, status="left"), {"name": "Ewa Lis"}, PIOTR, NOW) is None


def a_record(to: Holder | None) -> Handover:
    record = Handover(UUID(int=5), UUID(int=7), "handover", UUID(int=9), "NB-1", NOW, "Piotr", to_holder=to)
    return evolve(record, recorded(record, PIOTR, NOW))


def test_who_gets_something_is_asked_to_say_so_once() -> None:
    record = a_record(Holder("person", "Ewa Lis", UUID(int=11)))

    accepted = evolve(record, accept(record, EWAS, NOW))

    assert record.next_move is not None
    assert (record.next_move.side, record.next_move.asks) == ("client", "accept")
    assert (accepted.accepted_by, accepted.next_move, accepted.version) == ("Ewa Lis", None, 2)
    with pytest.raises(Refusal, match=r"assets\.already_accepted"):
        accept(accepted, EWAS, NOW)


@pytest.mark.parametrize("role", ["decider", "administrator"])
def test_who_decides_for_the_client_says_so_in_their_place(role: str) -> None:
    record = a_record(Holder("person", "Ewa Lis", UUID(int=11)))

    assert evolve(record, accept(record, replace(ANNA, roles=frozenset({role})), NOW)).accepted_by == "Anna"


@pytest.mark.parametrize("other", [None, UUID(int=12)])
def test_a_colleague_does_not_say_so_for_somebody_else(other: UUID | None) -> None:
    colleague = replace(ANNA, roles=frozenset({"requester"}), person_id=other)

    with pytest.raises(Refusal) as refused:
        accept(a_record(Holder("person", "Ewa Lis", UUID(int=11))), colleague, NOW)

    assert (refused.value.code, refused.value.facts) == ("assets.not_your_hardware", {"person": "Ewa Lis"})


def test_who_had_it_before_is_vouched_for_by_who_registers_it() -> None:
    new = replace(a_record(None), to_holder=Holder("person", "Ewa Lis", UUID(int=11)), established=True, version=0)

    record = evolve(new, recorded(new, PIOTR, NOW))

    assert (record.next_move, record.accepted_by, record.accepted_at) == (None, "Piotr", NOW)


@pytest.mark.parametrize("by", [PIOTR, SYSTEM])
def test_nobody_but_the_client_accepts_a_hand_over(by: Actor) -> None:
    with pytest.raises(Refusal, match=r"assets\.not_your_move"):
        accept(a_record(Holder("person", "Ewa Lis", UUID(int=11))), by, NOW)


@pytest.mark.parametrize("to", [None, Holder("place", "Sala 204")])
def test_a_return_and_a_place_wait_for_nobody(to: Holder | None) -> None:
    assert a_record(to).next_move is None
