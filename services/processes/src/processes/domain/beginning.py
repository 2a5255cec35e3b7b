"""How each kind of step begins: a decision is asked, a moment is waited for, or another service gets a request."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from uuid import UUID

from chassis.actor import SYSTEM

from processes.domain import events
from processes.domain.condition import holds
from processes.domain.costs import cost_of
from processes.domain.due import due_at, shift
from processes.domain.facts import anchors_of
from processes.domain.process import Move, Process, Request, StepState
from processes.domain.rendering import missing, render, render_fields, render_text
from processes.domain.request_kinds import KINDS
from processes.domain.scenario import CostTerm, DecisionTemplate, OptionTemplate, StepTemplate
from processes.domain.unfolding import Unfolding
from processes.domain.values import Content, Permit, Reference, Value, Values


def begin(run: Unfolding, template: StepTemplate, facts: Values) -> None:
    """Begins the step; one whose texts need a fact that nobody gave fails, and waits for the coordinator."""
    unknown = missing(template.request, facts)
    if unknown:
        fail(run, template.key, "processes.value_missing", {"missing": ", ".join(sorted(unknown))})
    elif template.decision is not None:
        _ask(run, template, template.decision, facts)
    elif template.kind == "wait_until":
        _wait(run, template, facts)
    else:
        _request(run, template, facts)


def fail(run: Unfolding, step: str, code: str, details: Mapping[str, str]) -> None:
    """The step could not be done: the provider's coordinator retries it, or has it left out."""
    title = run.process.step(step).title
    move = Move("provider", "mend", run.now, step, role="coordinator", question=title)
    run.add(events.StepFailed(run.now, SYSTEM, step, code, details, move))


def finish(run: Unfolding, step: str, outputs: Values, refusal: str | None = None, exception: bool = False) -> None:
    """The step is done: its outputs become facts."""
    template = run.scenario.step(step)
    found = {**template.yields, **run.process.step(step).outputs, **outputs}
    facts = {**run.facts(), **{f"steps.{step}.{key}": value for key, value in found.items()}}
    cost = cost_of(_terms(template, found, refusal), run.scenario, run.process.prices, facts)
    run.add(events.StepDone(run.now, run.occasion.by, step, found, cost, refusal, exception))


def _terms(template: StepTemplate, found: Values, refusal: str | None) -> tuple[CostTerm, ...]:
    """What was decided costs what its option says; a step that was refused costs nothing."""
    if refusal is not None:
        return ()
    if template.decision is None:
        return template.cost
    chosen = (option.cost for option in template.decision.options if option.key == found.get("option"))
    return template.cost + next(chosen, ())


def ask_decision(run: Unfolding, template: StepTemplate, decision: DecisionTemplate, facts: Values) -> None:
    """Puts the question, with what each option costs; instead of an earlier question of the same step, if any."""
    step = run.process.step(template.key)
    run.add(
        events.DecisionAsked(
            run.now,
            SYSTEM,
            template.key,
            decision_id=run.occasion.ids(),
            move=_move(run, template, facts),
            question=render_text(decision.question, facts),
            options=_options(run, decision, facts),
            role=decision.role,
            rule=decision.rule,
            expires_at=shift(run.now, decision.expires) if decision.expires else None,
            due_at=_due(run, template),
            supersedes=step.request_id,
        )
    )


def _ask(run: Unfolding, template: StepTemplate, decision: DecisionTemplate, facts: Values) -> None:
    move = _move(run, template, facts)
    run.add(events.StepStarted(run.now, SYSTEM, template.key, "waiting", move, due_at=_due(run, template)))
    ask_decision(run, template, decision, facts)


def _wait(run: Unfolding, template: StepTemplate, facts: Values) -> None:
    wake_at = _wake_at(run, template)
    move = _move(run, template, facts)
    run.add(events.StepStarted(run.now, SYSTEM, template.key, "waiting", move, wake_at=wake_at))
    if wake_at is None or wake_at <= run.now:
        finish(run, template.key, {})


def _request(run: Unfolding, template: StepTemplate, facts: Values) -> None:
    kind = KINDS[template.kind]
    request_id = run.occasion.ids()
    due = _due(run, template)
    state: StepState = "ready" if template.kind == "task" else "in_progress"
    run.add(events.StepStarted(run.now, SYSTEM, template.key, state, _move(run, template, facts), request_id, due))
    fields = {
        **_task_fields(run.process, template, facts, due),
        **render_fields(template.request, facts, run.process.language),
    }
    request = Request(request_id, template.kind, kind.addressee, template.key, fields)
    run.add(events.RequestMade(run.now, SYSTEM, request))


def _task_fields(process: Process, template: StepTemplate, facts: Values, due: datetime | None) -> dict[str, Content]:
    """What every task carries, so that no scenario has to repeat it."""
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


def _move(run: Unfolding, template: StepTemplate, facts: Values) -> Move:
    title = render_text(template.title, facts)
    if template.decision is not None:
        question = render_text(template.decision.question, facts)
        return Move(
            "client",
            "decide",
            run.now,
            template.key,
            role=template.decision.role,
            question=question,
            due_at=_due(run, template),
        )
    if template.kind == "task":
        assignee = _assignee(run.process, template, facts)
        return Move(
            template.side,
            "work",
            run.now,
            template.key,
            account=assignee,
            team=template.team,
            question=title,
            due_at=_due(run, template),
        )
    asks = "wait" if template.kind == "wait_until" else "execute"
    return Move("system", asks, run.now, template.key, question=title, due_at=_wake_at(run, template))


def _options(run: Unfolding, decision: DecisionTemplate, facts: Values) -> tuple[events.AskedOption, ...]:
    return tuple(
        events.AskedOption(
            option.key,
            render_text(option.title, facts),
            cost_of(option.cost, run.scenario, run.process.prices, facts),
            _days(option.days, facts),
            tuple(_permits(option, facts)),
        )
        for option in decision.options
        if holds(option.when, facts)
    )


def _permits(option: OptionTemplate, facts: Values) -> Iterator[Permit]:
    for one in option.permits:
        named = render(one.asset, facts, "en")
        if isinstance(named, str) and named:
            yield Permit(one.move, UUID(named))


def _days(days: int | str | None, facts: Values) -> int | None:
    found: Value = facts.get(days) if isinstance(days, str) else days
    return found if isinstance(found, int) else None


def _due(run: Unfolding, template: StepTemplate) -> datetime | None:
    return due_at(template.due, anchors_of(run.process, run.scenario, template), run.now)


def _wake_at(run: Unfolding, template: StepTemplate) -> datetime | None:
    """The moment itself: unlike a due moment it is not put off when it has passed."""
    rule = template.until
    anchor = anchors_of(run.process, run.scenario, template).get(rule.anchor) if rule else None
    return shift(anchor, rule.offset) if rule and anchor else None
