"""How a step asks the client for a decision. What the client then decides stands in `deciding.py`."""

from collections.abc import Iterator
from uuid import UUID

from chassis.domain.actor import SYSTEM

from processes.domain import events
from processes.domain.condition import holds
from processes.domain.costs import cost_of
from processes.domain.decision import DecisionOption
from processes.domain.due import due_at, shift
from processes.domain.event_recorder import EventRecorder
from processes.domain.process import NextMove
from processes.domain.rendering import render, render_text
from processes.domain.scenario import DecisionTemplate, OptionTemplate, StepTemplate
from processes.domain.values import Permit, Value, Values


def ask_decision(recorder: EventRecorder, template: StepTemplate, decision: DecisionTemplate, facts: Values) -> None:
    """Records the question with the cost of each option. It supersedes an earlier question of the same step."""
    move = decision_move(recorder, template, decision, facts)
    assert move.texts is not None
    recorder.record(
        events.DecisionAsked(
            recorder.now,
            SYSTEM,
            template.key,
            decision_id=recorder.context.new_id(),
            move=move,
            question=move.texts,
            options=_options(recorder, decision, facts),
            role=decision.role,
            rule=decision.rule,
            expires_at=shift(recorder.now, decision.expires, recorder.scenario.calendar) if decision.expires else None,
            due_at=move.due_at,
            supersedes=recorder.process.step(template.key).request_id,
        )
    )


def decision_move(
    recorder: EventRecorder, template: StepTemplate, decision: DecisionTemplate, facts: Values
) -> NextMove:
    """Returns the move of a step that waits for a decision."""
    question = render_text(decision.question, facts)
    due = due_at(template.due, recorder.anchors(template), recorder.now, recorder.scenario.calendar)
    return NextMove("client", "decide", recorder.now, template.key, role=decision.role, texts=question, due_at=due)


def _options(recorder: EventRecorder, decision: DecisionTemplate, facts: Values) -> tuple[DecisionOption, ...]:
    return tuple(
        DecisionOption(
            option.key,
            render_text(option.title, facts),
            cost_of(option.cost, recorder.scenario, recorder.process.prices, facts),
            _days(option.days, facts),
            tuple(_permits(option, facts)),
        )
        for option in decision.options
        if holds(option.when, facts)
    )


def _permits(option: OptionTemplate, facts: Values) -> Iterator[Permit]:
    for permit in option.permits:
        asset_id = render(permit.asset, facts, "en")
        if isinstance(asset_id, str) and asset_id:
            yield Permit(permit.move, UUID(asset_id))


def _days(days: int | str | None, facts: Values) -> int | None:
    found: Value = facts.get(days) if isinstance(days, str) else days
    return found if isinstance(found, int) else None
