"""What people do to a step: retry or skip a failed one, report what a task found out, accept that it is not undone."""

from chassis.domain.event import Event

from processes.domain import events
from processes.domain.advancing import advance
from processes.domain.ending_steps import finish_step
from processes.domain.event_recorder import EventRecorder
from processes.domain.findings import check_findings_complete, waits_for_findings
from processes.domain.forms import check_values
from processes.domain.moves import check_step
from processes.domain.process import Process
from processes.domain.process_context import ProcessContext
from processes.domain.reasons import required_reason
from processes.domain.values import Values


def retry(process: Process, step_key: str, reason: str, context: ProcessContext) -> list[Event]:
    """Starts a failed step again, with a new request."""
    step = check_step(process, step_key, "retry", context.by)
    return _recorded(process, context, events.StepRetried(context.now, context.by, step.key, required_reason(reason)))


def skip(process: Process, step_key: str, reason: str, context: ProcessContext) -> list[Event]:
    """Skips a failed step. The coordinator may skip an optional one, any other only the client."""
    step = check_step(process, step_key, "skip", context.by)
    skipped = events.StepSkipped(context.now, context.by, step.key, "by_hand", required_reason(reason))
    return _recorded(process, context, skipped)


def settle(process: Process, step_key: str, reason: str, context: ProcessContext) -> list[Event]:
    """Ends the undoing of a step that got no clear answer; what is left behind is recorded."""
    step = check_step(process, step_key, "settle", context.by)
    details = {"reason": required_reason(reason)}
    accepted = events.StepNotUndone(context.now, context.by, step.key, "processes.accepted_by_hand", details)
    return _recorded(process, context, accepted)


def report_findings(
    process: Process, step_key: str, outputs: Values, context: ProcessContext, *, complete: bool = False
) -> list[Event]:
    """Records what a task found out (the quote for a repair, a serial number), before or after it is closed.

    `complete` refuses to leave anything open. A step that only waits for its findings is done once they are reported.
    """
    step = check_step(process, step_key, "findings", context.by)
    waiting = waits_for_findings(step)
    template = context.scenario.step(step.key)
    check_values(template.outputs, outputs, context.scenario.currency, partial=True)
    if complete or waiting:
        check_findings_complete(template, {**step.outputs, **outputs})
    recorder = EventRecorder(process, context)
    recorder.record(events.FindingsReported(recorder.now, context.by, step.key, dict(outputs)))
    if waiting:
        finish_step(recorder, step.key, {})
        advance(recorder)
    return recorder.events


def _recorded(process: Process, context: ProcessContext, event: Event) -> list[Event]:
    """Returns the event and everything that follows from it by itself."""
    recorder = EventRecorder(process, context)
    recorder.record(event)
    advance(recorder)
    return recorder.events
