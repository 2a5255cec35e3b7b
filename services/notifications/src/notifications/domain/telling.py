"""From what happened to who is told: applies the rules. Pure; who the people are is passed in."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from chassis.domain.actor import Side

from notifications.domain import rules
from notifications.domain.happening import RANK, Happening, Importance, Move, Seen
from notifications.domain.rules import InformRule, MoveRule, Roles


@dataclass(frozen=True, slots=True)
class Telling:
    """Something to tell: to those named (accounts, or persons with an account), else to the first roles anybody has."""

    code: str
    importance: Importance
    side: Side
    named: tuple[UUID, ...] = ()
    roles: Roles = ()


@dataclass(frozen=True, slots=True)
class Recipient:
    """An account that may be told something about this client."""

    account_id: UUID
    side: Side
    roles: frozenset[str]
    email: str
    name: str
    language: str
    person_id: UUID | None = None
    mail: frozenset[Importance] = frozenset(RANK)

    def known_as(self, ids: Sequence[UUID]) -> bool:
        """True when one of the ids is this account or its person."""
        return self.account_id in ids or (self.person_id is not None and self.person_id in ids)


def tellings(event: Happening, seen: Seen | None) -> list[Telling]:
    """All that the event gives reason to tell, before anybody is left out."""
    told = [_of_move(event, event.move)] if event.move is not None and _passed(event, event.move, seen) else []
    informing = (*rules.INFORMS.get(event.type, ()), *_reached(event, seen))
    told += [_informing(event, rule) for rule in informing if rule.tasks_too or not event.task]
    return [one for one in told if one is not None]


def seen_after(event: Happening) -> Seen:
    """What is known of the thing after the event."""
    return Seen(event.move.fingerprint() if event.move else None, event.status)


def choose(told: Iterable[Telling], people: Sequence[Recipient], event: Happening) -> list[tuple[Recipient, Telling]]:
    """Who of these people is told what: each once, the most important first of all; nobody about their own act."""
    best: dict[UUID, tuple[Recipient, Telling]] = {}
    for telling in sorted(told, key=lambda one: -RANK[one.importance]):
        for person in _meant(telling, people):
            if person.account_id != event.actor_id and not (event.internal and person.side == "client"):
                best.setdefault(person.account_id, (person, telling))
    return list(best.values())


def _passed(event: Happening, move: Move, seen: Seen | None) -> bool:
    """A move passes once: with the event it begins with, or (a thing seen before) when it is another one than before."""
    if seen is None:
        return move.since >= event.occurred_at
    return seen.move != move.fingerprint()


def _of_move(event: Happening, move: Move) -> Telling | None:
    rule = _move_rule(event, move)
    if rule is None or move.side == "system":
        return None
    named = move.named
    roles = rules.STAND_INS[move.side] if rule.roles is None else rule.roles
    if not named and move.side == "client" and rule.roles is None:
        named = tuple(event.named[relation] for relation in ("requester", "started_by") if relation in event.named)
    code = rules.BECAUSE.get(event.type) or (
        "ticket.task" if event.task and move.asks in ("take", "work") else rule.code
    )
    asks_for_decision = event.waiting_for == "decision" and move.asks == "answer"
    importance: Importance = "decision_needed" if asks_for_decision else rule.importance
    return Telling(code, importance, move.side, named, roles)


def _move_rule(event: Happening, move: Move) -> MoveRule | None:
    key = (event.kind, move.asks)
    if key in rules.SILENT or (event.task and move.asks == "accept"):
        return None  # a task is accepted by its process, in the same breath
    if event.kind in rules.SPOKEN_FOR:
        return rules.MOVES.get(key)
    return rules.MOVES.get(key, rules.ANY_MOVE)


def _reached(event: Happening, seen: Seen | None) -> Sequence[InformRule]:
    if seen is not None and seen.status == event.status:
        return ()
    return rules.REACHED.get((event.kind, event.status.rpartition(".")[2]), ())


def _informing(event: Happening, rule: InformRule) -> Telling | None:
    relation = rule.to
    if relation == "other_side":
        relation = "requester" if event.actor_side == "provider" else "assignee"
    side: Side = "provider" if relation in ("assignee", "team") else "client"
    named = (event.named[relation],) if relation in event.named else ()
    roles = rules.STAND_INS[side] if rule.stand_ins else rules.NOBODY
    return Telling(rule.code, "information", side, named, roles) if named or roles else None


def _meant(telling: Telling, people: Sequence[Recipient]) -> list[Recipient]:
    named = [person for person in people if person.known_as(telling.named)]
    if named:
        return named
    for group in telling.roles:
        of_group = [person for person in people if person.side == telling.side and person.roles & group]
        if of_group:
            return of_group
    return []
