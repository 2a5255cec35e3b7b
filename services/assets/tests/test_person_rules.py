"""The employment of a person as a table, and hand-over records: the domain without any IO."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any, get_args
from uuid import UUID

import pytest
from assets.domain.events import HandoverRecorded, Remarked
from assets.domain.evolution import evolve_handover, evolve_person
from assets.domain.handover import Handover
from assets.domain.handover_decisions import accept
from assets.domain.moves import PERSON_MOVES
from assets.domain.person import Person, check_may_hold
from assets.domain.person_decisions import change, decide, take_notice_back
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
PROCESS = UUID(int=50)
ALLOWED = {name: tuple(move.states) for name, move in PERSON_MOVES.table.items()}


def do(move: str, by: Actor = PIOTR, **content: Any) -> Callable[[Person, int], Remarked | None]:
    return lambda person, held: decide(person, move, by, NOW, holds=held, **content)


DO: dict[str, tuple[Callable[[Person, int], Remarked | None], str]] = {
    "activate": (do("activate"), "active"),
    "deactivate": (do("deactivate", SYSTEM), "joining"),
    "begin_leaving": (do("begin_leaving", last_day=LAST_DAY), "leaving"),
    "stay": (lambda p, _: take_notice_back(p, PROCESS, SYSTEM, NOW), "active"),
    "leave": (do("leave", last_day=LAST_DAY), "left"),
    "withdraw": (do("withdraw"), "withdrawn"),
    "change": (lambda p, _: change(p, {"job": "analityczka"}, PIOTR, NOW), ""),
}
SYSTEMS = ("deactivate", "stay")
"""Moves that only a process makes."""
PAIRS = [(move, status) for move in ALLOWED for status in STATUSES]


@pytest.mark.parametrize(("move", "status"), [pair for pair in PAIRS if pair[1] in ALLOWED[pair[0]]])
def test_a_legal_move_of_a_person_ends_where_it_should(move: str, status: str) -> None:
    make, end = DO[move]
    person = replace(EWA, status=status)

    event = make(person, 0)

    assert event is not None
    result = evolve_person(person, event)
    assert (result.status, result.version) == (end or status, 4)


@pytest.mark.parametrize(("move", "status"), [pair for pair in PAIRS if pair[1] not in ALLOWED[pair[0]]])
def test_an_illegal_move_of_a_person_is_refused_with_the_allowed_ones(move: str, status: str) -> None:
    with pytest.raises(Refusal) as refused:
        DO[move][0](replace(EWA, status=status), 0)

    by_all = [name for name, statuses in ALLOWED.items() if status in statuses]
    allowed = [name for name in by_all if move in SYSTEMS or name not in SYSTEMS]
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
        check_may_hold(replace(EWA, status=status))


@pytest.mark.parametrize("status", ["joining", "active", "leaving"])
def test_who_is_coming_or_here_may_hold(status: str) -> None:
    check_may_hold(replace(EWA, status=status))


def test_facts_that_are_not_different_change_nothing_even_of_who_has_left() -> None:
    assert change(replace(EWA, status="left"), {"name": "Ewa Lis"}, PIOTR, NOW) is None


def a_record(to: Holder | None) -> Handover:
    record = Handover(UUID(int=5), UUID(int=7), "handover", UUID(int=9), "NB-1", NOW, "Piotr", to_holder=to)
    return evolve_handover(None, HandoverRecorded(NOW, PIOTR, handover=record))


def test_who_gets_something_is_asked_to_say_so_once() -> None:
    record = a_record(Holder("person", "Ewa Lis", UUID(int=11)))

    accepted = evolve_handover(record, accept(record, EWAS, NOW))

    assert record.next_move is not None
    assert (record.next_move.side, record.next_move.asks) == ("client", "accept")
    assert (accepted.accepted_by, accepted.next_move, accepted.version) == ("Ewa Lis", None, 2)
    with pytest.raises(Refusal, match=r"assets\.already_accepted"):
        accept(accepted, EWAS, NOW)


@pytest.mark.parametrize("role", ["decider", "administrator"])
def test_who_decides_for_the_client_says_so_in_their_place(role: str) -> None:
    record = a_record(Holder("person", "Ewa Lis", UUID(int=11)))

    assert evolve_handover(record, accept(record, replace(ANNA, roles=frozenset({role})), NOW)).accepted_by == "Anna"


@pytest.mark.parametrize("other", [None, UUID(int=12)])
def test_a_colleague_does_not_say_so_for_somebody_else(other: UUID | None) -> None:
    colleague = replace(ANNA, roles=frozenset({"requester"}), person_id=other)

    with pytest.raises(Refusal) as refused:
        accept(a_record(Holder("person", "Ewa Lis", UUID(int=11))), colleague, NOW)

    facts = {"move": "accept", "side": "client"}
    assert (refused.value.code, refused.value.kind, refused.value.facts) == ("assets.not_your_move", "forbidden", facts)


def test_who_had_it_before_is_vouched_for_by_who_registers_it() -> None:
    new = replace(a_record(None), to_holder=Holder("person", "Ewa Lis", UUID(int=11)), established=True, version=0)

    record = evolve_handover(None, HandoverRecorded(NOW, PIOTR, handover=new))

    assert (record.next_move, record.accepted_by, record.accepted_at) == (None, "Piotr", NOW)


@pytest.mark.parametrize("by", [PIOTR, SYSTEM])
def test_nobody_but_the_client_accepts_a_hand_over(by: Actor) -> None:
    with pytest.raises(Refusal, match=r"assets\.not_your_move"):
        accept(a_record(Holder("person", "Ewa Lis", UUID(int=11))), by, NOW)


@pytest.mark.parametrize("to", [None, Holder("place", "Sala 204")])
def test_a_return_and_a_place_wait_for_nobody(to: Holder | None) -> None:
    assert a_record(to).next_move is None
