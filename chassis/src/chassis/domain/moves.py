"""State machines as tables: in which states a move is possible, who may make it, and what it needs.

A service declares one `StateMachine` for each kind of thing. The same table refuses a move (`check`) and is published with
every public state, so that no other code repeats a rule.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar
from uuid import UUID

from chassis.domain.actor import Actor
from chassis.domain.refusal import Refusal

T = TypeVar("T")
Right = str
"""Who may make a move: everybody of a side (`client`), those with a role (`client:decider`), or those in a relation to the
thing (`client@requester`)."""
Relations = Mapping[str, Collection[UUID]]
"""Maps a relation to the ids of the accounts and persons that have it: `{"assignee": [account_id]}`."""


def covers(right: Right, actor: Actor, relations: Relations) -> bool:
    """Returns true when the actor has the right. `relations` says who has which relation to the thing."""
    side_and_role, _, relation = right.partition("@")
    side, _, role = side_and_role.partition(":")
    if actor.side != side or (role and not actor.has(role)):
        return False
    return not relation or not {actor.id, actor.person_id}.isdisjoint(relations.get(relation, ()))


@dataclass(frozen=True, slots=True)
class Need(Generic[T]):
    """A condition of a move besides the right state. A refusal carries `code` while the condition is not met."""

    code: str
    missing: Callable[[T], bool]
    facts: Callable[[T], Mapping[str, Any]] = field(default=lambda _: {})


@dataclass(frozen=True, slots=True)
class Move(Generic[T]):
    """One row of the table. An actor needs one of the rights in `by`.

    `refusal` is the code for a thing in another state, where it says more than `<service>.illegal_move`.
    """

    name: str
    states: Collection[str]
    by: tuple[Right, ...]
    needs: tuple[Need[T], ...] = ()
    refusal: str | None = None


class StateMachine(Generic[T]):
    """The moves of one kind of thing."""

    def __init__(
        self,
        service: str,
        moves: Sequence[Move[T]],
        state: Callable[[T], str],
        *,
        relations: Callable[[T], Relations] = lambda _: {},
        rights: Callable[[T, Move[T]], tuple[Right, ...]] = lambda _, move: move.by,
    ) -> None:
        """`rights` may widen the table's rights for certain things (a task that the client's own people carry out)."""
        self.table = {move.name: move for move in moves}
        self.relations = relations
        self._service = service
        self._state = state
        self._rights = rights

    def check(self, thing: T, name: str, actor: Actor) -> None:
        """Refuses a move that the actor may not make, that the state does not allow, or whose needs are not met.

        Codes: `<service>.not_your_move` (forbidden), `<service>.illegal_move` with the allowed moves (or the
        move's own code), or the need's.
        """
        move = self.table[name]
        if not self._may(thing, move, actor):
            raise Refusal(f"{self._service}.not_your_move", "forbidden", move=name, side=actor.side)
        if self._state(thing) not in move.states:
            facts = {"from": self._state(thing), "move": name, "allowed": self.allowed(thing, actor)}
            raise Refusal(move.refusal or f"{self._service}.illegal_move", **facts)
        for need in move.needs:
            if need.missing(thing):
                raise Refusal(need.code, **need.facts(thing))

    def allowed(self, thing: T, actor: Actor) -> list[str]:
        """Returns the moves that this actor may make now."""
        return [
            move.name for move in self._possible(thing) if not _unmet(thing, move) and self._may(thing, move, actor)
        ]

    def moves(self, thing: T) -> dict[str, tuple[Right, ...]]:
        """Returns every move that the thing's state allows, with the rights to make it."""
        return {move.name: self._rights(thing, move) for move in self._possible(thing)}

    def missing(self, thing: T) -> dict[str, list[str]]:
        """Returns, for each move that the state allows, the codes of unmet needs. Moves without unmet needs are left out."""
        lacking = {move.name: _unmet(thing, move) for move in self._possible(thing)}
        return {name: codes for name, codes in lacking.items() if codes}

    def _possible(self, thing: T) -> list[Move[T]]:
        state = self._state(thing)
        return [move for move in self.table.values() if state in move.states]

    def _may(self, thing: T, move: Move[T], actor: Actor) -> bool:
        relations = self.relations(thing)
        return any(covers(right, actor, relations) for right in self._rights(thing, move))


def _unmet(thing: T, move: Move[T]) -> list[str]:
    return [need.code for need in move.needs if need.missing(thing)]
