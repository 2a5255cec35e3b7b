"""What things cost: price list lines, prices of choices, and amounts found on the way."""

from collections.abc import Iterable, Mapping

from processes.domain.scenario import AmountOf, CostTerm, PriceChosen, PriceOf, Scenario
from processes.domain.values import Money, Values


def cost_of(terms: Iterable[CostTerm], scenario: Scenario, prices: Mapping[str, Money], facts: Values) -> Money:
    """The sum of the terms; what is not known yet costs nothing."""
    total = Money(0, scenario.currency)
    for term in terms:
        for part in _parts(term, scenario, prices, facts):
            total = total + part
    return total


def _parts(term: CostTerm, scenario: Scenario, prices: Mapping[str, Money], facts: Values) -> list[Money]:
    match term:
        case PriceOf(price):
            return [prices[price]]
        case AmountOf(amount):
            found = facts.get(amount)
            return [found] if isinstance(found, Money) else []
        case PriceChosen(chosen, unless):
            named = facts.get(unless) if unless else None
            # What another currency says cannot be added up; then the price list has the better estimate.
            known = isinstance(named, Money) and named.currency == scenario.currency
            return [named] if known and isinstance(named, Money) else _chosen(chosen, scenario, prices, facts)


def _chosen(fact: str, scenario: Scenario, prices: Mapping[str, Money], facts: Values) -> list[Money]:
    value = facts.get(fact)
    keys = value if isinstance(value, tuple) else (value,)
    choices = [choice for field in scenario.inputs if f"inputs.{field.key}" == fact for choice in field.choices]
    return [prices[choice.price] for choice in choices if choice.key in keys and choice.price is not None]
