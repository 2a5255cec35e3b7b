"""The shape of a kind of table: its columns, what identifies a row, and the checks across cells and rows.

The kinds are in `hardware_models`, `people` and `assets`; the checking of a file is in `checked_tables`.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Literal

from importers.amounts import Amount
from importers.cells import Reader
from importers.headings import normalised

Values = dict[str, Any]
"""What was read from a row, by column; a column that says nothing is missing."""
Thing = Mapping[str, Any]
"""The public state of something the gateway has."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column: the name of its value, the headings it is known by (with | between them), and how its cells are read."""

    name: str
    headings: str
    read: Reader


@dataclass(frozen=True, slots=True)
class Fault:
    """A fault that only several cells together show; a row with `noted` faults is applied all the same."""

    column: str
    code: str
    value: str = ""
    weight: Literal["refused", "noted"] = "refused"


@dataclass(frozen=True, slots=True)
class ImportContext:
    """What the check knows beside the file: the client's people and models (None: not asked) and its currency."""

    people: Mapping[str, Thing] | None = None
    models: Mapping[str, Thing] | None = None
    currency: str = "PLN"
    in_file: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """All values of a column in the file itself, read or not, in lower case."""


@dataclass(frozen=True)
class TableKind:
    """One kind of table."""

    name: str
    columns: tuple[Column, ...]
    needed: tuple[tuple[str, ...], ...]
    """Of each group, one column has to be in the file and to say something in each row."""
    unique: tuple[tuple[str, ...], ...]
    """Columns that together occur once; the first that a row has identifies it."""
    check: Callable[[Values, ImportContext], Iterable[Fault]] = lambda _values, _context: ()
    finish: Callable[[Values], Values] = lambda values: values
    """What follows from a row's cells taken together, before it is checked."""

    @cached_property
    def names(self) -> dict[str, str]:
        """Plain headings, and the column each one stands for."""
        return {
            normalised(heading): column.name
            for column in self.columns
            for heading in (column.name, *column.headings.split("|"))
        }

    def key(self, values: Values) -> str:
        """What identifies a row among those of its kind."""
        for columns in self.unique:
            if all(column in values for column in columns):
                return " ".join(str(values[column]) for column in columns)
        return ""


def with_money(values: Values, context: ImportContext) -> Values:
    """The row with its amount and currency as money."""
    price = values.get("price")
    currency = values.pop("currency", None)
    if isinstance(price, Amount):
        code = price.currency or currency or context.currency
        values["price"] = {"amount": price.minor_units(code), "currency": code}
    return values


def wrong_order(values: Values, earlier: str, later: str) -> Iterable[Fault]:
    """Two days of a row that stand the wrong way round."""
    if earlier in values and later in values and values[later] < values[earlier]:
        yield Fault(later, "dates_crossed", f"{values[earlier]} > {values[later]}")
