"""Deciding: whose vote is given, and when the votes decide. Who may vote at all stands in `moves.py`.

Deputies, limits and named deciders are rules of the domain that no command uses yet: they come with agreements.
"""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from chassis.domain.actor import SYSTEM, Actor
from chassis.domain.event import Event
from chassis.domain.refusal import Refusal

from processes.domain import decision_events
from processes.domain.decision import Authority, Decision, DecisionOption, Vote
from processes.domain.events import DecisionAsked
from processes.domain.moves import DECISION_MOVES
from processes.domain.process import Process
from processes.domain.reasons import required_reason
from processes.domain.values import Reference


def request_decision(process: Process, asked: DecisionAsked, deciders: tuple[Reference, ...] = ()) -> list[Event]:
    """Requests the decision that a process asks for, of the named deciders or else of everybody with the role."""
    if asked.rule.kind == "all" and not deciders:
        raise Refusal("processes.deciders_missing", "invalid", rule=asked.rule.kind)
    decision = Decision(
        asked.decision_id,
        process.client_id,
        process.id,
        asked.step,
        process.about,
        asked.question,
        asked.options,
        asked.at,
        asked.rule,
        asked.role,
        deciders,
        asked.expires_at,
        asked.due_at,
        asked.supersedes,
    )
    return [decision_events.DecisionRequested(asked.at, asked.by, decision)]


def view(decision: Decision, by: Actor, authority: Authority, now: datetime) -> list[Event]:
    """Records the first time that somebody who may decide has seen the decision."""
    if decision.status != "requested" or _seat(decision, by, authority, now) is None:
        return []
    return [decision_events.DecisionViewed(now, by)]


def approve(
    decision: Decision, option: str, reason: str, by: Actor, authority: Authority, now: datetime
) -> list[Event]:
    """Votes for one of the options; the rule says whether that decides it."""
    seat = _check(decision, by, authority, now)
    chosen = decision.option_called(option)
    if chosen is None:
        raise Refusal("processes.option_unknown", "invalid", option=option, options=[o.key for o in decision.options])
    _check_limit(chosen, authority)
    others = {vote.option for vote in decision.votes if vote.verdict == "approved"}
    if others and others != {option}:
        raise Refusal("processes.other_option_chosen", option=option, chosen=sorted(filter(None, others)))
    vote = Vote(_named(by), "approved", now, option, reason, seat)
    if decision.votes_for("approved") + 1 >= _needed(decision):
        return [decision_events.DecisionApproved(now, by, vote)]
    return [decision_events.DecisionVoted(now, by, vote)]


def reject(decision: Decision, reason: str, by: Actor, authority: Authority, now: datetime) -> list[Event]:
    """Votes against all options; the decision is rejected as soon as too few others are left to approve."""
    seat = _check(decision, by, authority, now)
    vote = Vote(_named(by), "rejected", now, None, required_reason(reason), seat)
    left = len(decision.deciders) - decision.votes_for("rejected") - 1
    if decision.rule.kind == "n_of_m" and decision.deciders and left >= decision.rule.needed:
        return [decision_events.DecisionVoted(now, by, vote)]
    return [decision_events.DecisionRejected(now, by, vote)]


def request_changes(decision: Decision, reason: str, by: Actor, authority: Authority, now: datetime) -> list[Event]:
    """Wants the question changed; one vote is enough for that."""
    seat = _check(decision, by, authority, now)
    return [
        decision_events.DecisionChangesRequested(
            now, by, Vote(_named(by), "changes_requested", now, None, required_reason(reason), seat)
        )
    ]


def expire(decision: Decision, now: datetime) -> list[Event]:
    """Expires the decision if it is open and its time is over."""
    if not decision.open or decision.expires_at is None or now < decision.expires_at:
        return []
    return [decision_events.DecisionExpired(now, SYSTEM)]


def withdraw(decision: Decision, reason: str, by: Actor, now: datetime) -> list[Event]:
    """Withdraws an open decision."""
    DECISION_MOVES.check(decision, "withdraw", SYSTEM)
    return [decision_events.DecisionWithdrawn(now, by, reason)]


def supersede(decision: Decision, by_decision: UUID, by: Actor, now: datetime) -> list[Event]:
    """Replaces the decision by a newer one. In no other way does a decision change after it was taken."""
    DECISION_MOVES.check(decision, "supersede", SYSTEM)
    return [decision_events.DecisionSuperseded(now, by, by_decision, decision.status)]


def _check(decision: Decision, by: Actor, authority: Authority, now: datetime) -> Reference | None:
    """Refuses who may not vote now; returns whose vote it is when a deputy votes."""
    seat = _seat(decision, by, authority, now)
    # A deputy has the rights of whoever is absent.
    voter = by if seat is None or seat.id == by.id else replace(by, id=seat.id, roles=frozenset({decision.role}))
    # One account has one vote, also as a deputy: a rule that needs two people gets two.
    own = {by.id, seat.id if seat else None}
    if decision.open and any({vote.by.id, vote.seat_id} & own for vote in decision.votes):
        raise Refusal("processes.already_voted", decision=str(decision.id))
    DECISION_MOVES.check(decision, "decide", voter)
    if decision.expires_at is not None and now >= decision.expires_at:
        raise Refusal("processes.decision_expired", expires_at=decision.expires_at.isoformat())
    if seat is None:
        raise Refusal("processes.not_your_move", "forbidden", move="decide", side=by.side)
    _check_turn(decision, seat)
    return seat if seat.id != by.id else None


def _check_limit(chosen: DecisionOption, authority: Authority) -> None:
    limit = authority.limit
    if limit is None or chosen.cost.amount == 0:
        return
    # A limit in another currency does not allow the amount.
    if chosen.cost.currency != limit.currency or chosen.cost.amount > limit.amount:
        raise Refusal("processes.amount_over_limit", "forbidden", cost=str(chosen.cost), limit=str(limit))


def _check_turn(decision: Decision, seat: Reference) -> None:
    turn = decision.next_move.account if decision.next_move else None
    if decision.rule.in_order and turn is not None and seat.id != turn.id:
        raise Refusal("processes.not_your_turn", turn=turn.name)


def _seat(decision: Decision, by: Actor, authority: Authority, now: datetime) -> Reference | None:
    """Returns whose vote an account of the client gives: its own, or that of somebody whose deputy it is today."""
    if by.side != "client" or by.id is None:
        return None
    absent = [deputy.absent for deputy in authority.stands_in_for if deputy.on(now.date())]
    if not decision.deciders:
        return _named(by) if by.has(decision.role) else next(iter(absent), None)
    own = [decider for decider in decision.deciders if decider.id == by.id]
    for_others = [decider for decider in decision.waits_for if decider.id in {person.id for person in absent}]
    return next(iter([*own, *for_others]), None)


def _needed(decision: Decision) -> int:
    return {"any": 1, "all": len(decision.deciders), "n_of_m": decision.rule.needed}[decision.rule.kind]


def _named(by: Actor) -> Reference:
    assert by.id is not None, "only accounts decide"
    return Reference(by.id, by.name)
