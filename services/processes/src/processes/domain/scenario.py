"""What a scenario is: a versioned template of a process, as data. How it runs stands in `advancing.py`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Literal, TypeAlias

from chassis.domain.actor import Side
from chassis.domain.refusal import Refusal
from chassis.domain.stored import Stored

from calendars import Calendar
from processes.domain.condition import Condition
from processes.domain.due import DueRule, Offset
from processes.domain.pattern import Pattern, TextPattern
from processes.domain.values import Money, Text, Value

FieldType = Literal[
    "text", "long_text", "email", "date", "choice", "choices", "person", "asset", "model", "money", "boolean", "number"
]
StepKind = Literal[
    "decision",
    "wait_until",
    "task",
    "send_message",
    "reserve_asset",
    "order_asset",
    "receive_asset",
    "hand_over_asset",
    "retire_asset",
    "write_off_asset",
    "send_to_service",
    "return_from_service",
    "loan_asset",
    "return_loan",
    "register_person",
    "activate_person",
    "mark_person_leaving",
    "return_holdings",
    "mark_person_left",
]
FieldPattern: TypeAlias = Pattern | TextPattern | int | bool
"""The content of a field of a request. A field without a value is left out."""


@dataclass(frozen=True, slots=True)
class Group:
    """A field of a request that has parts of its own, such as a person with id and name."""

    parts: Mapping[str, FieldPattern]


RequestField: TypeAlias = FieldPattern | Group


@dataclass(frozen=True, slots=True)
class Choice:
    """One choice of a form field; `price` names a line of the scenario's price list."""

    key: str
    label: Text
    price: str | None = None


@dataclass(frozen=True, slots=True)
class Field:
    """A field of a form: what the client fills in at the start, or a technician when a task is done."""

    key: str
    type: FieldType
    label: Text
    required: bool = True
    choices: tuple[Choice, ...] = ()
    help: Text | None = None
    shown_if: Condition | None = None
    hr_source: str | None = None
    default: str | int | bool | None = None
    default_price: str | None = None


@dataclass(frozen=True, slots=True)
class PriceOf:
    """A line of the price list."""

    price: str


@dataclass(frozen=True, slots=True)
class PriceChosen:
    """The prices of what was chosen in a field, or the amount of the fact `unless` where that is known."""

    chosen: str
    unless: str | None = None


@dataclass(frozen=True, slots=True)
class AmountOf:
    """The amount of a fact, such as the quote for a repair."""

    amount: str


CostTerm: TypeAlias = PriceOf | PriceChosen | AmountOf


@dataclass(frozen=True, slots=True)
class PermitTemplate:
    """What an option permits to do to a piece of hardware; the pattern gives its id."""

    move: Literal["retire", "end"]
    asset: Pattern


@dataclass(frozen=True, slots=True)
class OptionTemplate:
    """One option of a decision, with its cost and how many days it takes (a number, or the name of a fact)."""

    key: str
    title: TextPattern
    cost: tuple[CostTerm, ...] = ()
    days: int | str | None = None
    when: Condition | None = None
    permits: tuple[PermitTemplate, ...] = ()


@dataclass(frozen=True, slots=True)
class Rule(Stored):
    """How many must agree: any one, all who are named, or `needed` of them."""

    kind: Literal["any", "all", "n_of_m"] = "any"
    needed: int = 1
    in_order: bool = False


ANY_ONE = Rule()


@dataclass(frozen=True, slots=True)
class DecisionTemplate:
    """A question to the client. `revised_by` is the side that changes the question when changes are wanted."""

    question: TextPattern
    options: tuple[OptionTemplate, ...]
    role: str = "decider"
    rule: Rule = ANY_ONE
    expires: Offset | None = None
    on_rejected: Literal["cancel", "continue"] = "continue"
    revised_by: Side = "client"


@dataclass(frozen=True, slots=True)
class AcceptedRefusal:
    """A refusal that the scenario accepts: the step is done with these outputs. `exception` marks it as not as planned."""

    code: str
    yields: Mapping[str, str | int | bool] = field(default_factory=dict)
    exception: bool = False


@dataclass(frozen=True, slots=True)
class Undo:
    """The request that undoes a step which is done; none is made when the condition `when` does not hold."""

    kind: str
    request: Mapping[str, RequestField] = field(default_factory=dict)
    when: Condition | None = None


@dataclass(frozen=True, slots=True)
class StepTemplate:
    """One step. `request` has the fields of its request, `outputs` what it adds to the facts when it is done."""

    key: str
    title: TextPattern
    kind: StepKind
    side: Side = "system"
    team: str | None = None
    skill: str | None = None
    assignee: Pattern | None = None
    depends_on: tuple[str, ...] = ()
    condition: Condition | None = None
    due: DueRule | None = None
    takes: Offset | None = None
    estimate_minutes: int = 0
    client_minutes: int = 0
    cost: tuple[CostTerm, ...] = ()
    optional: bool = False
    description: TextPattern | None = None
    request: Mapping[str, RequestField] = field(default_factory=dict)
    outputs: tuple[Field, ...] = ()
    yields: Mapping[str, str | int | bool] = field(default_factory=dict)
    accepts: tuple[AcceptedRefusal, ...] = ()
    undo: Undo | None = None
    decision: DecisionTemplate | None = None
    until: DueRule | None = None


@dataclass(frozen=True, slots=True)
class ScenarioTemplate:
    """A template that clients can start. A version never changes once it is published.

    `price_list` has the amounts of each price in minor units, by currency.
    """

    key: str
    version: int
    title: Text
    summary: Text
    about: TextPattern
    steps: tuple[StepTemplate, ...]
    inputs: tuple[Field, ...] = ()
    price_list: Mapping[str, Mapping[str, int]] = field(default_factory=dict)

    def for_client(self, currency: str, calendar: Calendar) -> Scenario:
        """Returns the scenario as it runs for a client."""
        return Scenario(
            **{one.name: getattr(self, one.name) for one in fields(self)}, currency=currency, calendar=calendar
        )

    def price(self, name: str) -> list[Money]:
        """Returns a price in every currency."""
        return [Money(amount, currency) for currency, amount in self.price_list[name].items()]

    def step(self, key: str) -> StepTemplate:
        found = next((step for step in self.steps if step.key == key), None)
        if found is None:
            raise Refusal("processes.step_unknown", "not_found", step=key)
        return found

    def dependents_of(self, key: str) -> frozenset[str]:
        """Returns the steps that depend on this one, directly or through others. Steps stand after those they depend on."""
        found = {key}
        for step in self.steps:
            if found.intersection(step.depends_on):
                found.add(step.key)
        return frozenset(found - {key})


@dataclass(frozen=True, slots=True)
class Scenario(ScenarioTemplate):
    """A scenario as it runs for one client: its prices in the client's currency, its days in the client's calendar."""

    currency: str = field(kw_only=True)
    calendar: Calendar = field(kw_only=True)

    @property
    def prices(self) -> dict[str, Money]:
        """The prices that there are in the client's currency."""
        currency = self.currency
        return {name: Money(of[currency], currency) for name, of in self.price_list.items() if currency in of}


def default_value(field_: Field, prices: Mapping[str, Money]) -> Value:
    """Returns the value of a field that nobody fills in."""
    return prices.get(field_.default_price) if field_.default_price else field_.default
