"""From nothing to a running process: a draft, its form, and the start. Both sides may prepare; the client starts."""

from collections.abc import Mapping
from dataclasses import replace
from uuid import UUID

from chassis.actor import Actor
from chassis.refusal import Refusal

from processes.domain import events
from processes.domain.advancing import carry_on
from processes.domain.facts import form_facts
from processes.domain.forms import check, filled_in
from processes.domain.process import Opening, Process, Step
from processes.domain.rendering import render_text
from processes.domain.scenario import Scenario, StepTemplate
from processes.domain.unfolding import Occasion, Unfolding
from processes.domain.values import Money, Reference, Text, Value, Values


def draft(opening: Opening, inputs: Values, occasion: Occasion) -> list[events.Event]:
    """A process that is being prepared: its form may be incomplete, nothing runs, nobody is asked."""
    scenario = occasion.scenario
    check(scenario.inputs, inputs, scenario.currency, partial=True)
    process = Process(
        opening.id,
        opening.client_id,
        scenario.key,
        scenario.version,
        scenario.title,
        _about(scenario, inputs),
        opening.language,
        occasion.now,
        opening.started_by,
        inputs=dict(inputs),
        prices=_prices(scenario, opening.prices),
        cost=Money(0, scenario.currency),
    )
    return [events.Drafted(occasion.now, occasion.by, process)]


def fill_in(process: Process, inputs: Values, occasion: Occasion) -> list[events.Event]:
    """Changes the form of a draft."""
    _must_be_draft(process, "fill_in")
    check(occasion.scenario.inputs, inputs, occasion.scenario.currency, partial=True)
    about = _about(occasion.scenario, inputs)
    return [events.FormFilled(occasion.now, occasion.by, dict(inputs), about)]


def start_draft(process: Process, occasion: Occasion) -> list[events.Event]:
    """Starts a prepared process; its form has to be complete now."""
    _must_be_draft(process, "start")
    scenario, now, by = occasion.scenario, occasion.now, occasion.by
    _must_not_be_the_provider(by)
    complete = filled_in(scenario, _priced_today(process.inputs, occasion.prices), process.prices)
    run = Unfolding(process, occasion)
    if complete != process.inputs:
        run.add(events.FormFilled(now, by, complete, _about(scenario, complete)))
    run.add(events.Started(now, by, tuple(_planned(step, run.facts()) for step in scenario.steps)))
    carry_on(run)
    return run.events


def start(opening: Opening, inputs: Values, occasion: Occasion) -> list[events.Event]:
    """Prepares and starts in one go."""
    _must_not_be_the_provider(occasion.by)
    filled_in(occasion.scenario, inputs, _prices(occasion.scenario, opening.prices))
    drafted = draft(opening, inputs, occasion)
    process = drafted[0]
    assert isinstance(process, events.Drafted)
    priced = {value.id: value.price for value in inputs.values() if isinstance(value, Reference) and value.price}
    return [*drafted, *start_draft(replace(process.process, version=1), replace(occasion, prices=priced))]


def _priced_today(inputs: Values, prices: Mapping[UUID, Money]) -> Values:
    """What the client decides on costs what it costs when it starts, not when the draft was written."""
    return {
        key: replace(value, price=prices.get(value.id)) if isinstance(value, Reference) else value
        for key, value in inputs.items()
    }


def _planned(template: StepTemplate, facts: Values) -> Step:
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


def _about(scenario: Scenario, inputs: Values) -> Text:
    return render_text(scenario.about, form_facts(inputs, scenario.inputs))


def _prices(scenario: Scenario, agreed: Mapping[str, Money]) -> dict[str, Money]:
    """The scenario's price list with the client's own prices where there are any."""
    wrong: dict[str, Value] = {
        name: "unknown" if name not in scenario.prices else "currency"
        for name, price in agreed.items()
        if name not in scenario.prices or price.currency != scenario.currency
    }
    if wrong:
        raise Refusal("processes.prices_invalid", "invalid", prices=wrong)
    return {**scenario.prices, **agreed}


def _must_not_be_the_provider(by: Actor) -> None:
    if by.side == "provider":
        raise Refusal("processes.only_the_client_starts", "forbidden", side=by.side)


def _must_be_draft(process: Process, move: str) -> None:
    if process.status != "draft":
        raise Refusal("processes.illegal_move", **{"from": process.status, "move": move, "allowed": []})
