"""What people do to a step: retry or skip a failed one, report what a task found out, accept that it is not undone."""

from chassis.domain.refusal import Refusal

from processes.domain import events
from processes.domain.advancing import advance
from processes.domain.ending_steps import finish_step
from processes.domain.event_recorder import EventRecorder
from processes.domain.findings import check_findings_complete, waits_for_findings
from processes.domain.forms import check_values
from processes.domain.process import Process, Step
from processes.domain.process_context import ProcessContext
from processes.domain.refusals import check_coordinator, check_decider, illegal_move, required_reason
from processes.domain.values import Values


def retry(process: Process, step_key: str, reason: str, context: ProcessContext) -> list[events.Event]:
    """Starts a failed step again, with a new request."""
    step = _failed_step(process, step_key, "retry")
    check_coordinator(context.by)
    return _recorded(process, context, events.StepRetried(context.now, context.by, step.key, required_reason(reason)))


def skip(process: Process, step_key: str, reason: str, context: ProcessContext) -> list[events.Event]:
    """Skips a failed step. The coordinator may skip an optional one, any other only the client."""
    step = _failed_step(process, step_key, "skip")
    if context.by.side == "client":
        check_decider(context.by)
    elif not step.optional:
        raise Refusal("processes.skip_needs_the_client", "forbidden", step=step.key)
    else:
        check_coordinator(context.by)
    skipped = events.StepSkipped(context.now, context.by, step.key, "by_hand", required_reason(reason))
    return _recorded(process, context, skipped)


def accept_not_undone(process: Process, step_key: str, reason: str, context: ProcessContext) -> list[events.Event]:
    """Ends the undoing of a step that got no clear answer; what is left behind is recorded."""
    step = existing_step(process, step_key)
    if not process.compensating or step.undo not in ("asked", "withdrawing", "unclear"):
        raise illegal_move(step.undo, "accept_not_undone")
    check_coordinator(context.by)
    details = {"reason": required_reason(reason)}
    accepted = events.StepNotUndone(context.now, context.by, step.key, "processes.accepted_by_hand", details)
    return _recorded(process, context, accepted)


def report_findings(
    process: Process, step_key: str, outputs: Values, context: ProcessContext, *, complete: bool = False
) -> list[events.Event]:
    """Records what a task found out (the quote for a repair, a serial number), before or after it is closed.

    `complete` refuses to leave anything open. A step that only waits for its findings is done once they are reported.
    """
    step = existing_step(process, step_key)
    waiting = waits_for_findings(step)
    if not (step.open or waiting) or step.kind != "task" or not process.open or process.compensating:
        raise illegal_move(step.state, "report_findings")
    if context.by.side != step.side:
        raise Refusal("processes.not_your_step", "forbidden", step=step.key, side=step.side)
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


def existing_step(process: Process, key: str) -> Step:
    """Returns the step; refuses a key that no step of the process has."""
    if key not in {step.key for step in process.steps}:
        raise Refusal("processes.step_unknown", "not_found", step=key)
    return process.step(key)


def _failed_step(process: Process, key: str, move: str) -> Step:
    step = existing_step(process, key)
    if step.state != "failed" or not process.open or process.compensating:
        raise illegal_move(step.state, move)
    return step


def _recorded(process: Process, context: ProcessContext, event: events.Event) -> list[events.Event]:
    """Returns the event and everything that follows from it by itself."""
    recorder = EventRecorder(process, context)
    recorder.record(event)
    advance(recorder)
    return recorder.events
