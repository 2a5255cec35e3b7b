"""Checks what was filled in: the form of a process, and the findings of a task."""

import re
from collections.abc import Callable, Iterable, Mapping

from chassis.domain.refusal import Refusal

from processes.domain.condition import holds
from processes.domain.due import is_date
from processes.domain.facts import form_facts
from processes.domain.scenario import Field, Scenario, default_value
from processes.domain.values import Money, Reference, Value, Values

_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_LONGEST_LINE = 200
_LONGEST_EMAIL = 254
"""RFC 5321, 4.5.3.1.3. The expression above takes long to refuse longer ones."""
_LONGEST_TEXT = 20_000
_LARGEST = 2**53 - 1
"""The largest number that every reader of JSON keeps exactly."""


def complete_form(scenario: Scenario, inputs: Values, prices: Mapping[str, Money]) -> dict[str, Value]:
    """Returns the form with its defaults; refuses it with a code for each field that is wrong or missing."""
    complete = {**_defaults(scenario.inputs, prices), **{k: v for k, v in inputs.items() if v not in (None, "")}}
    facts = form_facts(complete, scenario.inputs)
    shown = [field for field in scenario.inputs if holds(field.shown_if, facts)]
    check_values(shown, complete, scenario.currency, known=scenario.inputs)
    # What was typed in a field before it was hidden is dropped.
    return {field.key: complete[field.key] for field in shown if field.key in complete}


def check_values(
    fields: Iterable[Field], values: Values, currency: str, known: Iterable[Field] | None = None, partial: bool = False
) -> None:
    """Refuses values that do not fit their fields; `partial` allows required ones to be missing."""
    asked = list(fields)
    names = {field.key for field in (asked if known is None else known)}
    wrong = {key: "unknown" for key in values if key not in names}
    for field in asked:
        fault = _fault_code(field, values.get(field.key), currency, partial)
        if fault:
            wrong[field.key] = fault
    if wrong:
        raise Refusal("processes.form_invalid", "invalid", fields=wrong)


def _defaults(fields: Iterable[Field], prices: Mapping[str, Money]) -> dict[str, Value]:
    found = {field.key: default_value(field, prices) for field in fields}
    return {key: value for key, value in found.items() if value is not None}


def _fault_code(field: Field, value: Value, currency: str, partial: bool) -> str | None:
    if value is None or value == "" or value == ():
        return "required" if field.required and not partial else None
    if isinstance(value, Money) and value.currency != currency:
        return "currency"
    return None if _FITS[field.type](field, value) else field.type


def _is_choice(field: Field, value: Value) -> bool:
    return value in {choice.key for choice in field.choices}


def _are_choices(field: Field, value: Value) -> bool:
    return isinstance(value, tuple) and set(value) <= {choice.key for choice in field.choices}


def _is_number(_: Field, value: Value) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= _LARGEST


def _is_reference(_: Field, value: Value) -> bool:
    return isinstance(value, Reference) and len(value.name) <= _LONGEST_LINE


_FITS: Mapping[str, Callable[[Field, Value], bool]] = {
    "text": lambda _, value: isinstance(value, str) and len(value) <= _LONGEST_LINE,
    "long_text": lambda _, value: isinstance(value, str) and len(value) <= _LONGEST_TEXT,
    "email": lambda _, value: isinstance(value, str) and len(value) <= _LONGEST_EMAIL and bool(_EMAIL.fullmatch(value)),
    "date": lambda _, value: is_date(value),
    "choice": _is_choice,
    "choices": _are_choices,
    "person": _is_reference,
    "asset": _is_reference,
    "model": _is_reference,
    "money": lambda _, value: isinstance(value, Money) and 0 <= value.amount <= _LARGEST,
    "boolean": lambda _, value: isinstance(value, bool),
    "number": _is_number,
}
