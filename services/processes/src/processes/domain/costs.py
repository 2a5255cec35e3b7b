"""What a step or an option costs: from the price list, by what was chosen, or an amount among the facts."""

from collections.abc import Iterable, Mapping

from processes.domain.scenario import AmountOf, CostTerm, PriceChosen, PriceOf, Scenario
from processes.domain.values import Money, Values


def cost_of(terms: Iterable[CostTerm], scenario: Scenario, prices: Mapping[str, Money], facts: Values) -> Money:
    """Returns the sum of the terms; an amount that is not known yet counts as nothing."""
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
            # A price in another currency cannot be added up, so the price list is used.
            known = isinstance(named, Money) and named.currency == scenario.currency
            return [named] if known and isinstance(named, Money) else _chosen(chosen, scenario, prices, facts)


def _chosen(fact: str, scenario: Scenario, prices: Mapping[str, Money], facts: Values) -> list[Money]:
    value = facts.get(fact)
    keys = value if isinstance(value, tuple) else (value,)
    choices = [choice for field in scenario.inputs if f"inputs.{field.key}" == fact for choice in field.choices]
    return [prices[choice.price] for choice in choices if choice.key in keys and choice.price is not None]
