"""A state machine is a table: who may make a move, in which states, and what the move needs."""

from dataclasses import dataclass
from uuid import UUID

import pytest
from chassis.domain.actor import Actor
from chassis.domain.moves import Move, Need, StateMachine, covers
from chassis.domain.refusal import Refusal

ANNA = UUID(int=1)
JAN = UUID(int=2)


@dataclass(frozen=True)
class Door:
    state: str
    owner: UUID | None = None
    key: bool = True


DOORS: StateMachine[Door] = StateMachine(
    "doors",
    [
        Move("open", {"closed"}, ("client@owner", "provider"), (Need("doors.no_key", lambda door: not door.key),)),
        Move("close", {"open"}, ("client", "provider:porter")),
    ],
    state=lambda door: door.state,
    relations=lambda door: {"owner": [door.owner] if door.owner else []},
)


def an_actor(side: str, *roles: str, id: UUID | None = ANNA, person_id: UUID | None = None) -> Actor:
    return Actor(side, "Anna", id, frozenset(roles), person_id)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("right", "actor", "has_it"),
    [
        ("client", an_actor("client"), True),
        ("client", an_actor("provider"), False),
        ("client:decider", an_actor("client"), False),
        ("client:decider", an_actor("client", "decider"), True),
        ("provider:decider", an_actor("client", "decider"), False),
        ("client@owner", an_actor("client"), True),
        ("client@owner", an_actor("client", id=JAN, person_id=ANNA), True),
        ("client@owner", an_actor("client", id=JAN), False),
        ("client@owner", an_actor("client", id=None), False),
        ("client:decider@owner", an_actor("client"), False),
        ("provider@owner", an_actor("client"), False),
    ],
)
def test_a_right_covers_a_side_a_role_or_a_relation(right: str, actor: Actor, has_it: bool) -> None:
    assert covers(right, actor, {"owner": [ANNA]}) is has_it


def test_a_move_is_refused_to_the_wrong_side_then_for_the_state_then_for_what_it_lacks() -> None:
    codes = []
    for door, move, actor in [
        (Door("closed", JAN), "open", an_actor("client")),
        (Door("open", ANNA), "open", an_actor("client")),
        (Door("closed", ANNA, key=False), "open", an_actor("client")),
    ]:
        with pytest.raises(Refusal) as refused:
            DOORS.check(door, move, actor)
        codes.append(refused.value.code)

    assert codes == ["doors.not_your_move", "doors.illegal_move", "doors.no_key"]
    DOORS.check(Door("closed", ANNA), "open", an_actor("client"))


def test_an_illegal_move_names_what_the_actor_may_do_instead() -> None:
    with pytest.raises(Refusal) as refused:
        DOORS.check(Door("open", ANNA), "open", an_actor("client"))

    assert refused.value.facts == {"from": "open", "move": "open", "allowed": ["close"]}


def test_what_is_published_is_what_is_checked() -> None:
    door = Door("closed", ANNA, key=False)

    assert DOORS.moves(door) == {"open": ("client@owner", "provider")}
    assert DOORS.missing(door) == {"open": ["doors.no_key"]}
    assert DOORS.allowed(door, an_actor("client")) == []
    assert DOORS.allowed(Door("closed", ANNA), an_actor("client")) == ["open"]
