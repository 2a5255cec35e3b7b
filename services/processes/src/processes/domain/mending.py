"""What people do to a process that does not go by itself: retry, skip, report, revise."""

from collections.abc import Mapping

from chassis.actor import Actor
from chassis.refusal import Refusal

from processes.domain import events
from processes.domain.advancing import carry_on
from processes.domain.beginning import ask_decision, finish
from processes.domain.changeable import check_not_gone_by, with_what_is_settled
from processes.domain.facts import form_facts
from processes.domain.findings import awaited, check_complete
from processes.domain.forms import check, filled_in
from processes.domain.process import Process, Step
from processes.domain.rendering import render_text
from processes.domain.scenario import StepTemplate
from processes.domain.unfolding import Occasion, Unfolding
from processes.domain.values import Value, Values

COORDINATING_ROLES = ("coordinator", "administrator")
DECIDING_ROLES = ("decider", "administrator")


def retry(process: Process, step_key: str, reason: str, occasion: Occasion) -> list[events.Event]:
    """Begins a failed step again; what it asks for is asked for anew."""
    step = _failed_step(process, step_key, "retry")
    _must_coordinate(occasion.by)
    run = Unfolding(process, occasion)
    run.add(events.StepRetried(run.now, occasion.by, step.key, _reason(reason)))
    carry_on(run)
    return run.events


def skip(process: Process, step_key: str, reason: str, occasion: Occasion) -> list[events.Event]:
    """Leaves out a failed step: an optional one by the coordinator, any other only by the client."""
    step = _failed_step(process, step_key, "skip")
    if occasion.by.side == "client":
        if not occasion.by.has(*DECIDING_ROLES):
            raise Refusal("processes.not_a_decider", "forbidden", roles=list(DECIDING_ROLES))
    elif not step.optional:
        raise Refusal("processes.skip_needs_the_client", "forbidden", step=step.key)
    else:
        _must_coordinate(occasion.by)
    run = Unfolding(process, occasion)
    run.add(events.StepSkipped(run.now, occasion.by, step.key, "by_hand", _reason(reason)))
    carry_on(run)
    return run.events


def report_findings(
    process: Process, step_key: str, outputs: Values, occasion: Occasion, *, complete: bool = False
) -> list[events.Event]:
    """Writes down what a task has to find out (the quote for a repair, a serial number), before or after it is closed.

    `complete` refuses to leave anything open. A step that only waits for what was found goes on with it.
    """
    step = _step(process, step_key)
    if not (step.open or awaited(step)) or step.kind != "task" or not process.open or process.unwinding:
        raise Refusal("processes.illegal_move", **{"from": step.state, "move": "report_findings", "allowed": []})
    if occasion.by.side != step.side:
        raise Refusal("processes.not_your_step", "forbidden", step=step.key, side=step.side)
    template = occasion.scenario.step(step.key)
    check(template.outputs, outputs, occasion.scenario.currency, partial=True)
    if complete or awaited(step):
        check_complete(template, {**step.outputs, **outputs})
    run = Unfolding(process, occasion)
    run.add(events.FindingsReported(run.now, occasion.by, step.key, dict(outputs)))
    if awaited(step):
        finish(run, step.key, {})
        carry_on(run)
    return run.events


def revise(
    process: Process,
    step_key: str,
    changes: Mapping[str, Value],
    occasion: Occasion,
    findings: Mapping[str, Values] | None = None,
) -> list[events.Event]:
    """Changes what the client wanted changed, and puts the question again: the new decision supersedes the old one.

    `changes` of the form (None empties a field); `findings`: what tasks found out instead, by step, such as another quote.
    """
    step = _step(process, step_key)
    template = occasion.scenario.step(step.key)
    if step.revising is None or template.decision is None or not process.open or process.unwinding:
        raise Refusal("processes.illegal_move", **{"from": step.state, "move": "revise", "allowed": []})
    if occasion.by.side != template.decision.revised_by:
        raise Refusal("processes.not_your_step", "forbidden", step=step.key, side=template.decision.revised_by)
    must_answer_for_it(process, occasion.by)
    kept = with_what_is_settled(process, {**process.inputs, **changes}, occasion.scenario)
    inputs = filled_in(occasion.scenario, kept, process.prices)
    run = Unfolding(process, occasion)
    about = render_text(occasion.scenario.about, form_facts(inputs, occasion.scenario.inputs))
    run.add(events.FormFilled(run.now, occasion.by, inputs, about))
    _find_out_anew(run, template, findings or {})
    ask_decision(run, template, template.decision, run.facts())
    return run.events


def _find_out_anew(run: Unfolding, asked: StepTemplate, findings: Mapping[str, Values]) -> None:
    """Other findings of the tasks that the question is put after, by the side that found them."""
    check_not_gone_by(run.process, findings, run.scenario)
    for key, found in findings.items():
        step, template = _step(run.process, key), run.scenario.step(key)
        if key not in asked.depends_on or step.state != "done" or step.side != run.occasion.by.side:
            raise Refusal("processes.not_your_step", "forbidden", step=key, side=step.side)
        check(template.outputs, found, run.scenario.currency, partial=True)
        check_complete(template, {**step.outputs, **found})
        run.add(events.FindingsReported(run.now, run.occasion.by, key, dict(found)))


def accept_not_undone(process: Process, step_key: str, reason: str, occasion: Occasion) -> list[events.Event]:
    """The coordinator settles a step whose undoing got no clear answer; what is left behind is recorded."""
    step = _step(process, step_key)
    if not process.unwinding or step.undo not in ("asked", "withdrawing", "unclear"):
        raise Refusal("processes.illegal_move", **{"from": step.undo, "move": "accept_not_undone", "allowed": []})
    _must_coordinate(occasion.by)
    run = Unfolding(process, occasion)
    details = {"reason": _reason(reason)}
    run.add(events.StepNotUndone(run.now, occasion.by, step.key, "processes.accepted_by_hand", details))
    carry_on(run)
    return run.events


def must_answer_for_it(process: Process, by: Actor) -> None:
    """Whoever started it or decides, and the provider's coordinators, whose move a failed step is."""
    started = process.started_by is not None and process.started_by.id == by.id
    if by.side == "provider" and not by.has(*COORDINATING_ROLES):
        raise Refusal("processes.only_a_coordinator", "forbidden", side=by.side)
    if by.side == "client" and not started and not by.has(*DECIDING_ROLES):
        raise Refusal("processes.not_a_decider", "forbidden", roles=list(DECIDING_ROLES))


def _step(process: Process, key: str) -> Step:
    if key not in {step.key for step in process.steps}:
        raise Refusal("processes.step_unknown", "not_found", step=key)
    return process.step(key)


def _failed_step(process: Process, key: str, move: str) -> Step:
    step = _step(process, key)
    if step.state != "failed" or not process.open or process.unwinding:
        raise Refusal("processes.illegal_move", **{"from": step.state, "move": move, "allowed": []})
    return step


def _must_coordinate(by: Actor) -> None:
    if by.side != "provider" or not by.has(*COORDINATING_ROLES):
        raise Refusal("processes.only_a_coordinator", "forbidden", side=by.side)


def _reason(reason: str) -> str:
    if not reason.strip():
        raise Refusal("processes.reason_missing", "invalid")
    return reason.strip()
