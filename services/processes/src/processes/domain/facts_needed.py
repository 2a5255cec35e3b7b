"""Which facts a step of a scenario reads. What facts there are stands in `facts.py`."""

from collections.abc import Iterable, Iterator

from processes.domain.condition import facts_read
from processes.domain.rendering import facts_named
from processes.domain.scenario import AmountOf, CostTerm, OptionTemplate, PriceChosen, RequestField, StepTemplate, Undo


def facts_needed(step: StepTemplate) -> frozenset[str]:
    """Returns every fact that the step reads, those of its deadline and its undoing included."""
    named = frozenset().union(*(facts for _, facts in facts_of_step(step)))
    dates = frozenset(f"inputs.{rule.anchor}" for rule in (step.due, step.until) if rule is not None)
    return named | dates | (facts_of_undo(step.undo) if step.undo is not None else frozenset())


def facts_of_step(step: StepTemplate) -> Iterator[tuple[str, frozenset[str]]]:
    """Returns the facts that each part of the step reads."""
    yield "condition", facts_read(step.condition)
    yield "request", facts_named(*step.request.values())
    texts: list[RequestField | None] = [step.title, step.description, step.assignee]
    yield "texts", facts_named(*(text for text in texts if text is not None))
    yield "costs", frozenset(_facts_of_costs(cost_terms(step)))
    if step.decision is not None:
        yield "question", facts_named(step.decision.question)
        yield "options", frozenset().union(*map(_facts_of_option, step.decision.options))


def facts_of_undo(undo: Undo) -> frozenset[str]:
    """Returns the facts that undoing a step reads."""
    return facts_named(*undo.request.values()) | facts_read(undo.when)


def cost_terms(step: StepTemplate) -> list[CostTerm]:
    """Returns the costs of the step and of all options of its decision."""
    options = step.decision.options if step.decision else ()
    return [*step.cost, *(term for option in options for term in option.cost)]


def _facts_of_option(option: OptionTemplate) -> frozenset[str]:
    days = frozenset({option.days} if isinstance(option.days, str) else ())
    return facts_read(option.when) | facts_named(option.title, *(one.asset for one in option.permits)) | days


def _facts_of_costs(terms: Iterable[CostTerm]) -> Iterator[str]:
    for term in terms:
        match term:
            case AmountOf(fact):
                yield fact
            case PriceChosen(fact, named):
                yield fact
                yield from (named,) if named else ()
