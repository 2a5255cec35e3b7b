"""What a decision is after an event: its version grows by one; the next move names who has not voted yet."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from chassis.domain.event import Event

from processes.domain import decision_events as events
from processes.domain.decision import Decision, DecisionStatus
from processes.domain.process import NextMove


def evolve_decision(decision: Decision | None, event: Event) -> Decision:
    """Returns the decision after the event."""
    after = _CHANGES[type(event)](decision, event)
    after = replace(after, version=1 if decision is None else decision.version + 1)
    return replace(after, next_move=_next_move(after))


def _next_move(decision: Decision) -> NextMove | None:
    if not decision.open:
        return None
    since = decision.votes[-1].at if decision.votes else decision.requested_at
    waits_for = next(iter(decision.waits_for), None)
    role = None if waits_for else decision.role
    return NextMove(
        "client",
        "decide",
        since,
        decision.step,
        account=waits_for,
        role=role,
        texts=decision.question,
        due_at=decision.due_at or decision.expires_at,
    )


def _requested(_: Decision | None, event: events.DecisionRequested) -> Decision:
    return event.decision


def _viewed(decision: Decision, _: events.DecisionViewed) -> Decision:
    return replace(decision, status="viewed")


def _voted(decision: Decision, event: events.DecisionVoted) -> Decision:
    return replace(decision, votes=(*decision.votes, event.vote))


def _closed(status: DecisionStatus) -> Callable[[Decision, Any], Decision]:
    def change(decision: Decision, event: events.DecisionApproved) -> Decision:
        vote = event.vote
        return replace(
            decision,
            status=status,
            votes=(*decision.votes, vote),
            option=vote.option,
            reason=vote.reason,
            decided_at=event.at,
        )

    return change


def _expired(decision: Decision, event: events.DecisionExpired) -> Decision:
    return replace(decision, status="expired", decided_at=event.at)


def _withdrawn(decision: Decision, event: events.DecisionWithdrawn) -> Decision:
    return replace(decision, status="withdrawn", reason=event.reason, decided_at=event.at)


def _superseded(decision: Decision, event: events.DecisionSuperseded) -> Decision:
    return replace(decision, status="superseded", superseded_by=event.by_decision)


_CHANGES: dict[type[Event], Callable[[Any, Any], Decision]] = {
    events.DecisionRequested: _requested,
    events.DecisionViewed: _viewed,
    events.DecisionVoted: _voted,
    events.DecisionApproved: _closed("approved"),
    events.DecisionRejected: _closed("rejected"),
    events.DecisionChangesRequested: _closed("changes_requested"),
    events.DecisionExpired: _expired,
    events.DecisionWithdrawn: _withdrawn,
    events.DecisionSuperseded: _superseded,
}
DECISION_EVENTS = tuple(_CHANGES)
