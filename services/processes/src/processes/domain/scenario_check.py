"""Checks that a scenario can run: everything it names exists, and every step comes after those it depends on."""

from collections.abc import Iterable, Iterator
from itertools import chain

from processes.domain.condition import facts_read
from processes.domain.due import ANCHORS, DueRule
from processes.domain.facts_needed import cost_terms, facts_of_step, facts_of_undo
from processes.domain.rendering import facts_named
from processes.domain.request_kinds import REQUEST_KINDS
from processes.domain.scenario import Field, PriceOf, ScenarioTemplate, StepTemplate, Undo

_PROCESS_FACTS = frozenset(
    {"process.id", "process.language", "process.started_by", "process.started_by.id", "process.started_by.name"}
)
_DECISION_OUTPUTS = ("outcome", "option", "option.label", "reason", "decision_id")
_REFERENCES = ("person", "asset", "model")


def faults(scenario: ScenarioTemplate) -> list[str]:
    """Returns what is wrong with the scenario, one line each; empty when it can run."""
    return list(
        chain(_duplicates(scenario), _form_faults(scenario), *(_step_faults(scenario, step) for step in scenario.steps))
    )


def _duplicates(scenario: ScenarioTemplate) -> Iterator[str]:
    for name, keys in (("step", [s.key for s in scenario.steps]), ("input", [f.key for f in scenario.inputs])):
        yield from (f"{name} {key} stands twice" for key in sorted(set(keys)) if keys.count(key) > 1)
    currencies = {currency for amounts in scenario.price_list.values() for currency in amounts}
    for name, amounts in scenario.price_list.items():
        yield from (f"price {name} has no amount in {currency}" for currency in sorted(currencies - amounts.keys()))


def _form_faults(scenario: ScenarioTemplate) -> Iterator[str]:
    form = frozenset(_field_facts("inputs", scenario.inputs))
    yield from _unknown("about", facts_named(scenario.about), form)
    for field in scenario.inputs:
        yield from _unknown(f"input {field.key}", facts_read(field.shown_if), form)
        yield from _field_faults(scenario, field)


def _field_faults(scenario: ScenarioTemplate, field: Field) -> Iterator[str]:
    if (field.type in ("choice", "choices")) != bool(field.choices):
        yield f"field {field.key}: choices belong to fields of choice, and only there"
    prices = [field.default_price, *(choice.price for choice in field.choices)]
    yield from (
        f"field {field.key}: no price {price}" for price in prices if price and price not in scenario.price_list
    )


def _step_faults(scenario: ScenarioTemplate, step: StepTemplate) -> Iterator[str]:
    yield from _order_faults(scenario, step)
    yield from _shape_faults(step)
    yield from _due_faults(scenario, step)
    known = _known_before(scenario, step)
    for what, named in facts_of_step(step):
        yield from _unknown(f"step {step.key}: {what}", named, known)
    own = frozenset(_field_facts(f"steps.{step.key}", step.outputs))
    for field in step.outputs:
        yield from _unknown(f"step {step.key}: output {field.key}", facts_read(field.shown_if), own)
        yield from _field_faults(scenario, field)
    if step.undo is not None:
        yield from _undo_faults(scenario, step, step.undo)
    yield from _price_faults(scenario, step)


def _order_faults(scenario: ScenarioTemplate, step: StepTemplate) -> Iterator[str]:
    order = [each.key for each in scenario.steps]
    before = order[: order.index(step.key)]
    yield from (
        f"step {step.key} waits for {key}, which does not come before it"
        for key in step.depends_on
        if key not in before
    )


def _shape_faults(step: StepTemplate) -> Iterator[str]:
    if (step.kind == "decision") != (step.decision is not None):
        yield f"step {step.key}: a question belongs to a decision, and only there"
    if (step.kind == "wait_until") != (step.until is not None):
        yield f"step {step.key}: only a step that waits has a moment to wait for"
    if step.kind == "task" and step.side == "system":
        yield f"step {step.key}: a task is carried out by people"
    if step.decision is not None and step.decision.rule.kind != "any":
        yield f"step {step.key}: a rule for several deciders needs their names, which a scenario cannot give"
    if step.kind in REQUEST_KINDS:
        # A task takes its title from the step.
        given = {*step.request, "title"} if step.kind == "task" else set(step.request)
        yield from _request_faults(f"step {step.key}", step.kind, given)


def _request_faults(where: str, kind: str, given: Iterable[str]) -> Iterator[str]:
    if kind not in REQUEST_KINDS:
        yield f"{where}: no request {kind}"
        return
    fields = set(given)
    yield from (f"{where}: {kind} needs {name}" for name in sorted(REQUEST_KINDS[kind].required - fields))
    known = REQUEST_KINDS[kind].required | REQUEST_KINDS[kind].optional
    yield from (f"{where}: {kind} knows no {name}" for name in sorted(fields - known))


def _due_faults(scenario: ScenarioTemplate, step: StepTemplate) -> Iterator[str]:
    dates = {field.key for field in scenario.inputs if field.type == "date"}
    rules: list[DueRule | None] = [step.due, step.until]
    yield from (
        f"step {step.key}: no anchor {rule.anchor}"
        for rule in rules
        if rule is not None and rule.anchor not in dates.union(ANCHORS)
    )


def _undo_faults(scenario: ScenarioTemplate, step: StepTemplate, undo: Undo) -> Iterator[str]:
    everything = _facts(scenario, scenario.steps)
    where = f"step {step.key}: undo"
    yield from _request_faults(where, undo.kind, undo.request.keys())
    yield from _unknown(where, facts_of_undo(undo), everything)


def _price_faults(scenario: ScenarioTemplate, step: StepTemplate) -> Iterator[str]:
    yield from (
        f"step {step.key}: no price {term.price}"
        for term in cost_terms(step)
        if isinstance(term, PriceOf) and term.price not in scenario.price_list
    )


def _known_before(scenario: ScenarioTemplate, step: StepTemplate) -> frozenset[str]:
    """Returns the facts of all steps that are finished when this one starts, and its own outputs."""
    before = _ancestors(scenario, step) | {step.key}
    return _facts(scenario, (each for each in scenario.steps if each.key in before))


def _ancestors(scenario: ScenarioTemplate, step: StepTemplate) -> frozenset[str]:
    known = {each.key: each for each in scenario.steps}
    direct = [known[key] for key in step.depends_on if key in known and key != step.key]
    return frozenset(step.depends_on).union(*(_ancestors(scenario, each) for each in direct))


def _facts(scenario: ScenarioTemplate, steps: Iterable[StepTemplate]) -> frozenset[str]:
    found = set(_PROCESS_FACTS) | set(_field_facts("inputs", scenario.inputs))
    for step in steps:
        name = f"steps.{step.key}"
        found |= {f"{name}.done", *_field_facts(name, step.outputs)}
        kind_outputs = _DECISION_OUTPUTS if step.kind == "decision" else tuple(_kind_outputs(step))
        found |= {f"{name}.{key}" for key in (*step.yields, *kind_outputs)}
        found |= {f"{name}.{key}" for known_no in step.accepts for key in known_no.yields}
    return frozenset(found)


def _kind_outputs(step: StepTemplate) -> Iterable[str]:
    return REQUEST_KINDS[step.kind].outputs if step.kind in REQUEST_KINDS else ()


def _field_facts(name: str, fields: Iterable[Field]) -> Iterator[str]:
    for field in fields:
        yield f"{name}.{field.key}"
        if field.type in _REFERENCES:
            yield from (f"{name}.{field.key}.id", f"{name}.{field.key}.name", f"{name}.{field.key}.price")
        if field.choices:
            yield f"{name}.{field.key}.label"
        if field.type == "date":
            yield f"{name}.{field.key}.at"


def _unknown(where: str, named: frozenset[str], known: frozenset[str]) -> Iterator[str]:
    yield from (f"{where} reads {fact}, which nobody gives" for fact in sorted(named - known))
