"""What a reader may do with a thing: its moves, with everybody's rights, cut down to the reader's own. Pure.

Owners publish `moves`, `missing` and `relations` in each public state (`contracts.vocabulary.WithMoves`). Readers get
`allowed` and `missing` instead, and nothing of the rights of others.
"""

from collections.abc import Mapping
from functools import lru_cache
from uuid import UUID

import orjson
from chassis.domain.actor import Actor
from chassis.domain.moves import covers
from contracts.vocabulary import WithMoves

from gateway.json_object import Json

_KEYS = tuple(WithMoves.model_fields)


def split(state: Json) -> tuple[Json, Json | None]:
    """Returns a public state without its moves, and the moves; None for a thing without moves."""
    if not isinstance(state.get("moves"), dict):
        return state, None
    rest = {name: value for name, value in state.items() if name not in _KEYS}
    return rest, {key: state.get(key, {}) for key in _KEYS}


def allowed_moves(moves: Mapping[str, Json], actor: Actor) -> Json:
    """Returns the actor's `allowed` moves, and what is `missing` for others that the actor has the right to make."""
    relations = {relation: frozenset(map(UUID, ids)) for relation, ids in moves["relations"].items()}
    rights = {right for given in moves["moves"].values() for right in given}  # few, and the same for many moves
    held = {right for right in rights if covers(right, actor, relations)}
    own = [name for name, given in moves["moves"].items() if not held.isdisjoint(given)]
    missing = {name: moves["missing"][name] for name in own if moves["missing"].get(name)}
    return {"allowed": [name for name in own if name not in missing], "missing": missing}


def with_allowed(state: str, moves: str | None, actor: Actor) -> str:
    """Returns a stored state with the actor's allowed moves; the state itself, which may be large, is not parsed."""
    return state if moves is None else f"{state[:-1]},{_own_part(moves, actor)}"


@lru_cache(4096)
def _own_part(moves: str, actor: Actor) -> str:
    return orjson.dumps(allowed_moves(orjson.loads(moves), actor)).decode()[1:]


def answer_with_allowed(body: bytes, actor: Actor) -> bytes:
    """Returns what an owner answered to a command, with the actor's allowed moves in place of everybody's."""
    if b'"moves"' not in body:
        return body
    answer = orjson.loads(body)
    state, moves = split(answer) if isinstance(answer, dict) else (answer, None)
    return body if moves is None else orjson.dumps(state | allowed_moves(moves, actor))
