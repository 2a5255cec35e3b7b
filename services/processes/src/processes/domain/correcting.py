"""Correcting the form of a running process when a step failed because of it: a wrong address, a date, a remark."""

from chassis.domain.event import Event

from processes.domain import events
from processes.domain.advancing import advance
from processes.domain.editable_fields import steps_to_retry, with_fixed_fields
from processes.domain.event_recorder import EventRecorder
from processes.domain.facts import about_text
from processes.domain.forms import complete_form
from processes.domain.moves import PROCESS_MOVES
from processes.domain.process import Process
from processes.domain.process_context import ProcessContext
from processes.domain.values import Values


def correct(process: Process, inputs: Values, reason: str, context: ProcessContext) -> list[Event]:
    """Corrects the form and starts the failed steps again. An editable field that is not given is emptied."""
    PROCESS_MOVES.check(process, "correct", context.by)
    recorder = EventRecorder(process, context)
    change_form(recorder, with_fixed_fields(process, inputs, context.scenario))
    for step in steps_to_retry(process):
        recorder.record(events.StepRetried(recorder.now, context.by, step.key, reason.strip()))
    advance(recorder)
    return recorder.events


def change_form(recorder: EventRecorder, inputs: Values) -> None:
    """Records the form with these inputs and its defaults; refuses what does not fit."""
    complete = complete_form(recorder.scenario, inputs, recorder.process.prices)
    about = about_text(recorder.scenario, complete)
    recorder.record(events.FormFilled(recorder.now, recorder.context.by, complete, about))
