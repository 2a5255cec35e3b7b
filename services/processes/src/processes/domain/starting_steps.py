"""How each kind of step starts: it asks for a decision, waits for a moment, or sends a request to another service."""

from datetime import datetime

from chassis.domain.actor import SYSTEM

from processes.domain import events
from processes.domain.asking_decisions import ask_decision, decision_move
from processes.domain.due import due_at, shift
from processes.domain.ending_steps import fail_step, finish_step
from processes.domain.event_recorder import EventRecorder
from processes.domain.process import NextMove, Process, Request, StepState
from processes.domain.rendering import missing, render, render_fields, render_text
from processes.domain.request_kinds import REQUEST_KINDS
from processes.domain.scenario import DecisionTemplate, StepTemplate
from processes.domain.values import Content, Reference, Values


def start_step(recorder: EventRecorder, template: StepTemplate, facts: Values) -> None:
    """Starts the step. A step fails at once when its request needs a fact that is not known."""
    unknown = missing(template.request, facts)
    if unknown:
        fail_step(recorder, template.key, "processes.value_missing", {"missing": ", ".join(sorted(unknown))})
    elif template.decision is not None:
        _start_decision(recorder, template, template.decision, facts)
    elif template.kind == "wait_until":
        _start_waiting(recorder, template, facts)
    else:
        _start_request(recorder, template, facts)


def _start_decision(recorder: EventRecorder, template: StepTemplate, decision: DecisionTemplate, facts: Values) -> None:
    move = decision_move(recorder, template, decision, facts)
    recorder.record(events.StepStarted(recorder.now, SYSTEM, template.key, "waiting", move, due_at=move.due_at))
    ask_decision(recorder, template, decision, facts)


def _start_waiting(recorder: EventRecorder, template: StepTemplate, facts: Values) -> None:
    wake_at = _wake_at(recorder, template)
    title = render_text(template.title, facts)
    move = NextMove("system", "wait", recorder.now, template.key, texts=title, due_at=wake_at)
    recorder.record(events.StepStarted(recorder.now, SYSTEM, template.key, "waiting", move, wake_at=wake_at))
    if wake_at is None or wake_at <= recorder.now:
        finish_step(recorder, template.key, {})


def _start_request(recorder: EventRecorder, template: StepTemplate, facts: Values) -> None:
    request_id = recorder.context.new_id()
    due = due_at(template.due, recorder.anchors(template), recorder.now, recorder.scenario.calendar)
    state: StepState = "ready" if template.kind == "task" else "in_progress"
    move = _request_move(recorder, template, facts, due)
    recorder.record(events.StepStarted(recorder.now, SYSTEM, template.key, state, move, request_id, due))
    fields = {
        **_task_fields(recorder.process, template, facts, due),
        **render_fields(template.request, facts, recorder.process.language),
    }
    addressee = REQUEST_KINDS[template.kind].addressee
    request = Request(request_id, template.kind, addressee, template.key, fields)
    recorder.record(events.RequestMade(recorder.now, SYSTEM, request))


def _request_move(recorder: EventRecorder, template: StepTemplate, facts: Values, due: datetime | None) -> NextMove:
    title = render_text(template.title, facts)
    if template.kind != "task":
        return NextMove("system", "execute", recorder.now, template.key, texts=title)
    assignee = _assignee(recorder.process, template, facts)
    return NextMove(
        template.side,
        "work",
        recorder.now,
        template.key,
        account=assignee,
        team=template.team,
        texts=title,
        due_at=due,
    )


def _task_fields(process: Process, template: StepTemplate, facts: Values, due: datetime | None) -> dict[str, Content]:
    """Returns what every task carries, so that no scenario has to repeat it."""
    if template.kind != "task":
        return {}
    description = render_text(template.description, facts).in_language(process.language) if template.description else ""
    fields: dict[str, Content] = {
        "title": render_text(template.title, facts).in_language(process.language),
        "description": description,
        "for_side": template.side,
        "team": template.team,
        "skill": template.skill,
        "estimate_minutes": template.estimate_minutes or None,
        "due_at": due.isoformat() if due else None,
        "requester": process.started_by,
        "assignee": _assignee(process, template, facts),
    }
    return {key: value for key, value in fields.items() if value is not None}


def _assignee(process: Process, template: StepTemplate, facts: Values) -> Reference | None:
    found = render(template.assignee, facts, process.language) if template.assignee else None
    return found if isinstance(found, Reference) else None


def _wake_at(recorder: EventRecorder, template: StepTemplate) -> datetime | None:
    """Returns the moment to wait for. Unlike a due moment it is not put off when it has passed."""
    rule = template.until
    anchor = recorder.anchors(template).get(rule.anchor) if rule else None
    return shift(anchor, rule.offset, recorder.scenario.calendar) if rule and anchor else None
