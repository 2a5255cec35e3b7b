"""From nothing to a running process: a draft, its form, and the start. Both sides may prepare; only the client starts."""

from collections.abc import Mapping
from dataclasses import replace
from uuid import UUID

from chassis.domain.event import Event
from chassis.domain.refusal import Refusal

from processes.domain import events
from processes.domain.advancing import advance
from processes.domain.event_recorder import EventRecorder
from processes.domain.facts import about_text
from processes.domain.forms import check_values, complete_form
from processes.domain.moves import PROCESS_MOVES
from processes.domain.process import NewProcess, Process, Step
from processes.domain.process_context import ProcessContext
from processes.domain.rendering import render_text
from processes.domain.scenario import Scenario, StepTemplate
from processes.domain.values import Money, Reference, Value, Values


def draft(new: NewProcess, inputs: Values, context: ProcessContext) -> list[Event]:
    """Prepares a process: its form may be incomplete, nothing runs, nobody is asked."""
    scenario = context.scenario
    check_values(scenario.inputs, inputs, scenario.currency, partial=True)
    process = Process(
        new.id,
        new.client_id,
        scenario.key,
        scenario.version,
        scenario.title,
        about_text(scenario, inputs),
        new.language,
        context.now,
        new.started_by,
        inputs=dict(inputs),
        prices=_prices(scenario, new.prices),
        cost=Money(0, scenario.currency),
    )
    return [events.ProcessDrafted(context.now, context.by, process)]


def fill_in(process: Process, inputs: Values, context: ProcessContext) -> list[Event]:
    """Changes the form of a draft."""
    PROCESS_MOVES.check(process, "form", context.by)
    check_values(context.scenario.inputs, inputs, context.scenario.currency, partial=True)
    about = about_text(context.scenario, inputs)
    return [events.FormFilled(context.now, context.by, dict(inputs), about)]


def start_draft(process: Process, context: ProcessContext) -> list[Event]:
    """Starts a prepared process, whose form has to be complete now."""
    PROCESS_MOVES.check(process, "start", context.by)
    scenario, now, by = context.scenario, context.now, context.by
    complete = complete_form(scenario, _with_prices(process.inputs, context.prices), process.prices)
    recorder = EventRecorder(process, context)
    if complete != process.inputs:
        recorder.record(events.FormFilled(now, by, complete, about_text(scenario, complete)))
    recorder.record(events.ProcessStarted(now, by, tuple(_new_step(step, recorder.facts()) for step in scenario.steps)))
    advance(recorder)
    return recorder.events


def start(new: NewProcess, inputs: Values, context: ProcessContext) -> list[Event]:
    """Prepares and starts a process at once."""
    complete_form(context.scenario, inputs, _prices(context.scenario, new.prices))
    drafted = draft(new, inputs, context)
    process = drafted[0]
    assert isinstance(process, events.ProcessDrafted)
    prices = {value.id: value.price for value in inputs.values() if isinstance(value, Reference) and value.price}
    return [*drafted, *start_draft(replace(process.process, version=1), replace(context, prices=prices))]


def _with_prices(inputs: Values, prices: Mapping[UUID, Money]) -> Values:
    """Returns the inputs with the prices of today, not those of the day when the draft was written."""
    return {
        key: replace(value, price=prices.get(value.id)) if isinstance(value, Reference) else value
        for key, value in inputs.items()
    }


def _new_step(template: StepTemplate, facts: Values) -> Step:
    side = "client" if template.kind == "decision" else template.side
    return Step(
        template.key,
        render_text(template.title, facts),
        template.kind,
        side,
        template.team,
        template.optional,
        template.depends_on,
        template.estimate_minutes,
        template.client_minutes,
    )


def _prices(scenario: Scenario, agreed: Mapping[str, Money]) -> dict[str, Money]:
    """Returns the scenario's price list with the client's own prices where there are any; refuses a list with gaps."""
    wrong: dict[str, Value] = {
        name: "unknown" if name not in scenario.price_list else "currency"
        for name, price in agreed.items()
        if name not in scenario.price_list or price.currency != scenario.currency
    }
    if wrong:
        raise Refusal("processes.prices_invalid", "invalid", prices=wrong)
    prices = {**scenario.prices, **agreed}
    missing = sorted(scenario.price_list.keys() - prices.keys())
    if missing:
        raise Refusal("processes.prices_missing", "invalid", currency=scenario.currency, prices=missing)
    return prices
