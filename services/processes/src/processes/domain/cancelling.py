"""Ending a process before its end. The client cancels it; the provider may only give up one that is blocked."""

from typing import Literal

from chassis.domain.event import Event

from processes.domain import events
from processes.domain.advancing import advance
from processes.domain.event_recorder import EventRecorder
from processes.domain.moves import PROCESS_MOVES
from processes.domain.process import Ending, Process
from processes.domain.process_context import ProcessContext
from processes.domain.reasons import required_reason


def cancel(process: Process, reason: str, context: ProcessContext) -> list[Event]:
    """Cancels the process for the client: every step that is done and can be undone is undone."""
    PROCESS_MOVES.check(process, "cancel", context.by)
    return _start_compensation(process, "cancelled", reason, context)


def give_up(process: Process, reason: str, context: ProcessContext) -> list[Event]:
    """Gives up a blocked process that the provider cannot finish: it is undone and has failed."""
    PROCESS_MOVES.check(process, "give_up", context.by)
    return _start_compensation(process, "failed", reason, context)


def _start_compensation(
    process: Process, how: Literal["cancelled", "failed"], reason: str, context: ProcessContext
) -> list[Event]:
    recorder = EventRecorder(process, context)
    ending = Ending(how, required_reason(reason))
    recorder.record(events.CompensationStarted(context.now, context.by, ending))
    advance(recorder)
    return recorder.events
