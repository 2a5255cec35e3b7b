"""From domain events to contract events: the only place that knows our public shapes."""

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from typing import Any
from uuid import UUID

import contracts.processes.events as public
from chassis.command import Context
from chassis.journal.line import JournalLine
from chassis.journal.recording import make_line, with_state
from contracts.envelope import Event as PublicEvent

from processes.domain import decision_events, events
from processes.domain.decision import Decision
from processes.domain.process import Process
from processes.public_states import decision_state, process_state
from processes.requests import to_request

SOURCE = "processes"
_HIDDEN = frozenset({"at", "by", "step", "process", "decision", "steps", "request", "move"})
"""Fields of domain events that stand in the state or the envelope already."""


def process_line(context: Context, event: events.Event, after: Process) -> JournalLine:
    """The journal line of one event of a process; a request is the line its addressee reads."""
    state = process_state(after)
    if isinstance(event, events.RequestMade):
        request = to_request(event.request, after)
        data = with_state(request.model_dump(mode="json"), state)
        return make_line(
            SOURCE,
            request,
            after.id,
            after.version,
            context,
            data=data,
            by=event.by,
            at=event.at,
            event_id=event.request.id,
        )
    shape = _PROCESS[type(event)]
    change = {"step": getattr(event, "step", None), "details": details(event)}
    return make_line(
        SOURCE,
        shape.model_construct(),
        after.id,
        after.version,
        context,
        data=with_state(change, state),
        by=event.by,
        at=event.at,
    )


def decision_line(context: Context, event: events.Event, after: Decision) -> JournalLine:
    """The journal line of one event of a decision."""
    shape = _DECISION[type(event)]
    data = with_state({"details": details(event)}, decision_state(after))
    return make_line(
        SOURCE, shape.model_construct(), after.id, after.version, context, data=data, by=event.by, at=event.at
    )


def details(event: events.Event) -> dict[str, Any]:
    """What an event says beside the state: plain values."""
    return {field.name: plain(getattr(event, field.name)) for field in fields(event) if field.name not in _HIDDEN}


def plain(value: Any) -> Any:
    """A domain value as JSON can have it."""
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, Mapping):
        return {key: plain(one) for key, one in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(one) for one in value]
    return str(value) if isinstance(value, UUID) else value


_PROCESS: dict[type[events.Event], type[PublicEvent]] = {
    events.Drafted: public.ProcessDrafted,
    events.FormFilled: public.FormFilled,
    events.Started: public.ProcessStarted,
    events.StepStarted: public.StepStarted,
    events.DecisionAsked: public.DecisionAsked,
    events.DecisionWithdrawn: public.DecisionDropped,
    events.StepProgressed: public.StepProgressed,
    events.FindingsReported: public.FindingsReported,
    events.RevisionAsked: public.RevisionAsked,
    events.StepDone: public.StepDone,
    events.StepFailed: public.StepFailed,
    events.StepSkipped: public.StepSkipped,
    events.StepRetried: public.StepRetried,
    events.StepOverdue: public.StepOverdue,
    events.CompensationStarted: public.CompensationStarted,
    events.StepKept: public.StepKept,
    events.StepCompensated: public.StepCompensated,
    events.WithdrawalRefused: public.WithdrawalRefused,
    events.StepNotUndone: public.StepNotUndone,
    events.Completed: public.ProcessCompleted,
    events.Cancelled: public.ProcessCancelled,
    events.Failed: public.ProcessFailed,
}
_DECISION: dict[type[events.Event], type[PublicEvent]] = {
    decision_events.DecisionRequested: public.DecisionRequested,
    decision_events.DecisionViewed: public.DecisionViewed,
    decision_events.DecisionVoted: public.DecisionVoted,
    decision_events.DecisionApproved: public.DecisionApproved,
    decision_events.DecisionRejected: public.DecisionRejected,
    decision_events.DecisionChangesRequested: public.DecisionChangesRequested,
    decision_events.DecisionExpired: public.DecisionExpired,
    decision_events.DecisionWithdrawn: public.DecisionWithdrawn,
    decision_events.DecisionSuperseded: public.DecisionSuperseded,
}
