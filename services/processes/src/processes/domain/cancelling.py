"""Ending a process before its end. The client cancels it; the provider may only give up one that is blocked."""

from typing import Literal

from chassis.domain.refusal import Refusal

from processes.domain import events
from processes.domain.advancing import advance
from processes.domain.event_recorder import EventRecorder
from processes.domain.process import Ending, Process
from processes.domain.process_context import ProcessContext
from processes.domain.refusals import DECIDING_ROLES, check_coordinator, illegal_move, is_starter, required_reason


def cancel(process: Process, reason: str, context: ProcessContext) -> list[events.Event]:
    """Cancels the process for the client: every step that is done and can be undone is undone."""
    _check_open(process, "cancel")
    by = context.by
    if by.side != "client" or not (is_starter(process, by) or by.has(*DECIDING_ROLES)):
        raise Refusal("processes.only_the_client_cancels", "forbidden", side=by.side)
    return _start_compensation(process, "cancelled", reason, context)


def give_up(process: Process, reason: str, context: ProcessContext) -> list[events.Event]:
    """Gives up a blocked process that the provider cannot finish: it is undone and has failed."""
    _check_open(process, "give_up")
    check_coordinator(context.by)
    if process.phase != "blocked":
        raise illegal_move(process.status, "give_up")
    return _start_compensation(process, "failed", reason, context)


def _start_compensation(
    process: Process, how: Literal["cancelled", "failed"], reason: str, context: ProcessContext
) -> list[events.Event]:
    recorder = EventRecorder(process, context)
    ending = Ending(how, required_reason(reason))
    recorder.record(events.CompensationStarted(context.now, context.by, ending))
    advance(recorder)
    return recorder.events


def _check_open(process: Process, move: str) -> None:
    if not process.open or process.ending is not None:
        raise illegal_move(process.status, move)
