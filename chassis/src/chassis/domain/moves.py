"""State machines as tables: which move is possible in which states, who may make it, and what it needs.

A service declares one `StateMachine` for each kind of thing. The same table refuses a move (`check`) and is published with
every public state, so that no other place repeats a rule.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar
from uuid import UUID

from chassis.domain.actor import Actor
from chassis.domain.refusal import Refusal

T = TypeVar("T")
Right = str
"""Who may make a move: everybody of a side (`client`), those of it with a role (`client:decider`), or those of it in a
relation to the thing (`client@requester`)."""
Relations = Mapping[str, Collection[UUID]]
"""Relation -> the ids of the accounts and persons that are in it: `{"assignee": [account_id]}`."""


def covers(right: Right, actor: Actor, relations: Relations) -> bool:
    """True when the actor has the right, given who is in which relation to the thing."""
    side_and_role, _, relation = right.partition("@")
    side, _, role = side_and_role.partition(":")
    if actor.side != side or (role and not actor.has(role)):
        return False
    return not relation or not {actor.id, actor.person_id}.isdisjoint(relations.get(relation, ()))


@dataclass(frozen=True, slots=True)
class Need(Generic[T]):
    """Something a move needs beside the right state: `code` is what a refusal says while it is missing."""

    code: str
    missing: Callable[[T], bool]
    facts: Callable[[T], Mapping[str, Any]] = field(default=lambda _: {})


@dataclass(frozen=True, slots=True)
class Move(Generic[T]):
    """One row of the table. `by`: any of these rights suffices."""

    name: str
    states: Collection[str]
    by: tuple[Right, ...]
    needs: tuple[Need[T], ...] = ()


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
        """Refuses a move the actor may not make, one the state does not allow, and one that lacks something.

        Codes: `<service>.not_your_move` (forbidden), `<service>.illegal_move` with the allowed moves, or the need's own.
        """
        move = self.table[name]
        if not self._may(thing, move, actor):
            raise Refusal(f"{self._service}.not_your_move", "forbidden", move=name, side=actor.side)
        if self._state(thing) not in move.states:
            facts = {"from": self._state(thing), "move": name, "allowed": self.allowed(thing, actor)}
            raise Refusal(f"{self._service}.illegal_move", **facts)
        for need in move.needs:
            if need.missing(thing):
                raise Refusal(need.code, **need.facts(thing))

    def allowed(self, thing: T, actor: Actor) -> list[str]:
        """The moves this actor may make now."""
        return [
            move.name for move in self._possible(thing) if not _lacks(thing, move) and self._may(thing, move, actor)
        ]

    def moves(self, thing: T) -> dict[str, tuple[Right, ...]]:
        """Every move the thing's state allows, and who may make it."""
        return {move.name: self._rights(thing, move) for move in self._possible(thing)}

    def missing(self, thing: T) -> dict[str, list[str]]:
        """What the moves that the state allows still need, as codes; moves that lack nothing are left out."""
        lacking = {move.name: _lacks(thing, move) for move in self._possible(thing)}
        return {name: codes for name, codes in lacking.items() if codes}

    def _possible(self, thing: T) -> list[Move[T]]:
        state = self._state(thing)
        return [move for move in self.table.values() if state in move.states]

    def _may(self, thing: T, move: Move[T], actor: Actor) -> bool:
        relations = self.relations(thing)
        return any(covers(right, actor, relations) for right in self._rights(thing, move))


def _lacks(thing: T, move: Move[T]) -> list[str]:
    return [need.code for need in move.needs if need.missing(thing)]
