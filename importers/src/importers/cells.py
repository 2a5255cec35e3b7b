"""Readers of cells, one for each kind of value.

A reader gets a cell that is not empty and returns a value for JSON, or raises CellError with a code. Dates and amounts have
modules of their own.
"""

import re
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from importers.amounts import currency_of
from importers.dates import date_of
from importers.headings import normalised
from importers.sheets import Cell, CellError, text_of

Reader = Callable[[Cell], Any]
EMPTY_TEXTS = frozenset({"", "-", "–", "—", "?", "n/a", "nd", "n.d.", "n/d", "brak", "none", "null"})
"""Texts that mean an empty cell."""
SPREADSHEET_ERRORS = frozenset({"#N/A", "#REF!", "#VALUE!", "#NAME?", "#DIV/0!", "#NULL!", "#NUM!"})
YES = frozenset({"tak", "yes", "true", "1", "x", "t", "y", "prawda"})
NO = frozenset({"nie", "no", "false", "0", "n", "fałsz"})
_EMAIL = re.compile(r"[^@\s,;<>]+@[^@\s,;<>]+\.[^@\s.,;<>]+$")
_TERM = re.compile(r"(\d+(?:[.,]\d+)?)\s*(\S*)")


def is_empty(cell: Cell) -> bool:
    """Whether a cell is empty or says that nothing is known."""
    return text_of(cell).casefold() in EMPTY_TEXTS


def read(reader: Reader, cell: Cell) -> Any:
    """The value of a cell; raises CellError."""
    if text_of(cell).upper() in SPREADSHEET_ERRORS:
        raise CellError("cell_is_an_error")
    return reader(cell)


def short_text(longest: int = 200) -> Reader:
    """A text of limited length."""

    def text(cell: Cell) -> str:
        read_text = text_of(cell)
        if len(read_text) > longest:
            raise CellError("text_too_long")
        return read_text

    return text


def day(cell: Cell) -> str:
    """A date, as ISO text."""
    return date_of(cell).isoformat()


def currency(cell: Cell) -> str:
    """A currency's ISO code."""
    return currency_of(text_of(cell))


def email(cell: Cell) -> str:
    """An email address, in lower case; `Name <address>` and `mailto:` are understood."""
    text = text_of(cell).casefold().removeprefix("mailto:")
    if text.endswith(">"):
        text = text[text.rfind("<") + 1 : -1]
    if not _EMAIL.match(text) or len(text) > 254:
        raise CellError("email_unreadable")
    return text


def yes_or_no(cell: Cell) -> bool:
    """Yes or no, in either language."""
    text = text_of(cell).casefold()
    if text not in YES | NO:
        raise CellError("not_yes_or_no")
    return text in YES


def months(cell: Cell, each: int = 1) -> int:
    """A length of time in months: a number, or one with its unit (`4 years`, `36 mies.`). Without one it means `each`."""
    match = _TERM.fullmatch(text_of(cell))
    months_each = match and {"": each, "y": 12, "l": 12, "r": 12, "m": 1}.get(normalised(match[2])[:1])
    found = round(float(match[1].replace(",", ".")) * months_each) if match and months_each else 0
    if not 1 <= found <= 600:
        raise CellError("term_unreadable")
    return found


years = partial(months, each=12)
"""A length of time in months, where a bare number means years."""


def codes_of(words: Mapping[str, str]) -> dict[str, str]:
    """From words, written plainly, to the codes they stand for; `words` has those of each code, with | between them."""
    return {normalised(word): code for code, text in words.items() for word in text.split("|")}


def one_of(codes: Mapping[str, str]) -> Reader:
    """One of the words that have a code, as that code."""

    def choice(cell: Cell) -> str:
        found = codes.get(normalised(text_of(cell)))
        if found is None:
            raise CellError("not_in_the_list")
        return found

    return choice
