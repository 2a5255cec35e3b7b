"""From an event to who is notified of what: applies the recipient rules. Pure; the accounts are passed in."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from chassis.domain.actor import Side

from notifications.domain import recipient_rules as rules
from notifications.domain.incoming_event import RANK, Importance, IncomingEvent, NextMove, Snapshot
from notifications.domain.preferences import MailChoice
from notifications.domain.recipient_rules import MoveRule, RecipientRule, Roles


@dataclass(frozen=True, slots=True)
class Notice:
    """What is to be said, and to whom: accounts or persons by their ids, else the first roles that any account has."""

    code: str
    importance: Importance
    side: Side
    people: tuple[UUID, ...] = ()
    roles: Roles = ()


@dataclass(frozen=True, slots=True)
class Recipient:
    """An account that may be notified of something about this client."""

    account_id: UUID
    side: Side
    roles: frozenset[str]
    email: str
    name: str
    language: str
    person_id: UUID | None = None
    mail: MailChoice = MailChoice()  # noqa: RUF009 - frozen

    def is_one_of(self, ids: Sequence[UUID]) -> bool:
        """True when one of the ids is this account or its person."""
        return self.account_id in ids or (self.person_id is not None and self.person_id in ids)


def notices(event: IncomingEvent, before: Snapshot | None) -> list[Notice]:
    """All notices the event gives reason for, before anybody is left out."""
    move = event.next_move
    found = [_of_move(event, move)] if move is not None and _is_new(event, move, before) else []
    informing = (*rules.EVENT_RULES.get(event.type, ()), *_of_status(event, before))
    found += [_informing(event, rule) for rule in informing if rule.tasks_too or not event.task]
    return [one for one in found if one is not None]


def choose(
    found: Iterable[Notice], recipients: Sequence[Recipient], event: IncomingEvent
) -> list[tuple[Recipient, Notice]]:
    """Which recipient gets which notice: one each, the most important one; nobody gets one about their own act."""
    best: dict[UUID, tuple[Recipient, Notice]] = {}
    for notice in sorted(found, key=lambda one: -RANK[one.importance]):
        for recipient in _meant(notice, recipients):
            hidden = event.internal and recipient.side == "client"
            if recipient.account_id != event.actor_id and not hidden:
                best.setdefault(recipient.account_id, (recipient, notice))
    return list(best.values())


def _is_new(event: IncomingEvent, move: NextMove, before: Snapshot | None) -> bool:
    """A move is new with the event it begins with, or (for a thing with a snapshot) when it differs from the one before."""
    if before is None:
        return move.since >= event.occurred_at
    return before.next_move != move.fingerprint()


def _of_move(event: IncomingEvent, move: NextMove) -> Notice | None:
    rule = _move_rule(event, move)
    if rule is None or move.side == "system":
        return None
    people = move.people
    roles = rules.USUAL_RECIPIENTS[move.side] if rule.roles is None else rule.roles
    if not people and move.side == "client" and rule.roles is None:
        people = tuple(event.related[name] for name in ("requester", "started_by") if name in event.related)
    is_task = event.task and move.asks in ("take", "work")
    code = rules.CODE_OF_EVENT.get(event.type) or ("ticket.task" if is_task else rule.code)
    asks_for_decision = event.waiting_for == "decision" and move.asks == "answer"
    importance: Importance = "decision_needed" if asks_for_decision else rule.importance
    return Notice(code, importance, move.side, people, roles)


def _move_rule(event: IncomingEvent, move: NextMove) -> MoveRule | None:
    key = (event.kind, move.asks)
    if key in rules.MOVES_WITHOUT_NOTICE or (event.task and move.asks == "accept"):
        return None  # the process of a task accepts it at once
    if event.kind in rules.KINDS_THAT_WAIT_FOR_OTHERS:
        return rules.MOVE_RULES.get(key)
    return rules.MOVE_RULES.get(key, rules.OTHER_MOVE)


def _of_status(event: IncomingEvent, before: Snapshot | None) -> Sequence[RecipientRule]:
    if before is not None and before.status == event.status:
        return ()
    return rules.STATUS_RULES.get((event.kind, event.status.rpartition(".")[2]), ())


def _informing(event: IncomingEvent, rule: RecipientRule) -> Notice | None:
    relation = rule.to
    if relation == "other_side":
        relation = "requester" if event.actor_side == "provider" else "assignee"
    side: Side = "provider" if relation in ("assignee", "team") else "client"
    people = (event.related[relation],) if relation in event.related else ()
    roles = rules.USUAL_RECIPIENTS[side] if rule.else_usual else rules.NOBODY
    return Notice(rule.code, "information", side, people, roles) if people or roles else None


def _meant(notice: Notice, recipients: Sequence[Recipient]) -> list[Recipient]:
    named = [one for one in recipients if one.is_one_of(notice.people)]
    if named:
        return named
    for group in notice.roles:
        of_group = [one for one in recipients if one.side == notice.side and one.roles & group]
        if of_group:
            return of_group
    return []
