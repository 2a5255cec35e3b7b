"""Revising a question that the client wants changed: with another form, or with other findings."""

from collections.abc import Mapping

from chassis.domain.event import Event
from chassis.domain.refusal import Refusal

from processes.domain import events
from processes.domain.asking_decisions import ask_decision
from processes.domain.correcting import change_form
from processes.domain.editable_fields import check_findings_editable, with_fixed_fields
from processes.domain.event_recorder import EventRecorder
from processes.domain.findings import check_findings_complete
from processes.domain.forms import check_values
from processes.domain.moves import check_step
from processes.domain.process import Process
from processes.domain.process_context import ProcessContext
from processes.domain.scenario import StepTemplate
from processes.domain.values import Value, Values


def revise(
    process: Process,
    step_key: str,
    changes: Mapping[str, Value],
    context: ProcessContext,
    findings: Mapping[str, Values] | None = None,
) -> list[Event]:
    """Changes what the client wanted changed and asks again: the new decision supersedes the old one.

    `changes` are those of the form (None empties a field). `findings` are what tasks found out instead, such as another
    quote, by step.
    """
    step = check_step(process, step_key, "revise", context.by)
    template = context.scenario.step(step.key)
    assert template.decision is not None, "only a question is revised"
    recorder = EventRecorder(process, context)
    change_form(recorder, with_fixed_fields(process, {**process.inputs, **changes}, context.scenario))
    _change_findings(recorder, template, findings or {})
    ask_decision(recorder, template, template.decision, recorder.facts())
    return recorder.events


def _change_findings(recorder: EventRecorder, question: StepTemplate, findings: Mapping[str, Values]) -> None:
    """Records other findings of tasks that the question depends on; only the side that found them may change them."""
    check_findings_editable(recorder.process, findings, recorder.scenario)
    by = recorder.context.by
    for key, found in findings.items():
        template, step = recorder.scenario.step(key), recorder.process.step(key)
        if key not in question.depends_on or step.state != "done" or step.side != by.side:
            raise Refusal("processes.not_your_step", "forbidden", step=key, side=step.side)
        check_values(template.outputs, found, recorder.scenario.currency, partial=True)
        check_findings_complete(template, {**step.outputs, **found})
        recorder.record(events.FindingsReported(recorder.now, by, key, dict(found)))
