"""When a step or an option applies: a closed set of predicates over facts, so that a result can be explained."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias

from processes.domain.values import Value, Values

Plain: TypeAlias = str | int | bool


@dataclass(frozen=True, slots=True)
class Equals:
    fact: str
    equals: Plain


@dataclass(frozen=True, slots=True)
class Among:
    fact: str
    among: tuple[Plain, ...]


@dataclass(frozen=True, slots=True)
class Contains:
    """A choice of several contains this one."""

    fact: str
    contains: str


@dataclass(frozen=True, slots=True)
class IsSet:
    is_set: str


@dataclass(frozen=True, slots=True)
class Unless:
    unless: Condition


@dataclass(frozen=True, slots=True)
class All:
    all: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    any: tuple[Condition, ...]


Condition: TypeAlias = Equals | Among | Contains | IsSet | Unless | All | AnyOf


@dataclass(frozen=True, slots=True)
class PredicateResult:
    """One predicate with its result: the fact, what was expected of it, and its value."""

    fact: str
    test: str
    expected: tuple[Plain, ...]
    actual: Value
    holds: bool


def holds(condition: Condition | None, facts: Values) -> bool:
    """True when the condition holds for the facts, or when there is no condition."""
    match condition:
        case None:
            return True
        case Unless(inner):
            return not holds(inner, facts)
        case All(parts):
            return all(holds(part, facts) for part in parts)
        case AnyOf(parts):
            return any(holds(part, facts) for part in parts)
        case predicate:
            return _result(predicate, facts).holds


def explain(condition: Condition | None, facts: Values) -> tuple[PredicateResult, ...]:
    """Returns the result of every predicate of the condition."""
    match condition:
        case None:
            return ()
        case Unless(inner):
            return explain(inner, facts)
        case All(parts) | AnyOf(parts):
            return tuple(result for part in parts for result in explain(part, facts))
        case predicate:
            return (_result(predicate, facts),)


def facts_read(condition: Condition | None) -> frozenset[str]:
    """Returns the names of the facts that the condition reads."""
    nothing: Mapping[str, Value] = {}
    return frozenset(result.fact for result in explain(condition, nothing))


def _result(predicate: Equals | Among | Contains | IsSet, facts: Values) -> PredicateResult:
    match predicate:
        case Equals(fact, expected):
            return PredicateResult(fact, "equals", (expected,), facts.get(fact), facts.get(fact) == expected)
        case Among(fact, options):
            return PredicateResult(fact, "among", options, facts.get(fact), facts.get(fact) in options)
        case Contains(fact, wanted):
            actual = facts.get(fact)
            return PredicateResult(fact, "contains", (wanted,), actual, isinstance(actual, tuple) and wanted in actual)
        case IsSet(fact):
            actual = facts.get(fact)
            return PredicateResult(fact, "is_set", (), actual, actual is not None and actual != "" and actual != ())
