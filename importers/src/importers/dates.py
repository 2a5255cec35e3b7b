"""Dates as people and spreadsheets write them. Day before month; what can be read in two ways is not guessed."""

import re
from datetime import date, datetime, timedelta

from importers.sheets import Cell, CellError, text_of

_ENGLISH = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_POLISH = ("sty", "lut", "mar", "kwi", "maj", "cze", "lip", "sie", "wrz", "paź", "lis", "gru")
MONTHS = {name: number for names in (_ENGLISH, _POLISH) for number, name in enumerate(names, start=1)} | {"paz": 10}
"""The first three letters of a month, in English and in Polish."""
EXCEL_BEGAN = date(1899, 12, 30)
EXCEL_DAYS = range(20_000, 80_000)
"""Day numbers from 1954 to 2118: a number outside is no date that hardware or people have."""
YEARS = range(1950, 2101)
_YEAR_FIRST = re.compile(r"(\d{4})[-./](\d{1,2})[-./](\d{1,2})\b")
_DAY_FIRST = re.compile(r"(\d{1,2})[-./ ](\d{1,2})[-./ ](\d{4}|\d{2})\b")
_MONTH_NAMED = re.compile(r"(\d{1,2})[. -]*([^\W\d_]{3,})[. -]*(\d{4})\b")
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})$")


def date_of(cell: Cell) -> date:
    """The day a cell means; raises CellError."""
    if isinstance(cell, datetime):
        return _sensible(cell.date())
    if isinstance(cell, date):
        return _sensible(cell)
    text = text_of(cell)
    if text.isdigit() and len(text) == 5 and int(text) in EXCEL_DAYS:
        return EXCEL_BEGAN + timedelta(days=int(text))
    return _sensible(_written(text))


def _written(text: str) -> date:
    try:
        if match := _YEAR_FIRST.match(text) or _COMPACT.match(text):
            return date(int(match[1]), int(match[2]), int(match[3]))
        if match := _DAY_FIRST.match(text):
            return date(_whole_year(match[3]), int(match[2]), int(match[1]))
        if match := _MONTH_NAMED.match(text):
            return date(int(match[3]), MONTHS[match[2][:3].casefold()], int(match[1]))
    except (ValueError, KeyError) as error:
        raise CellError("date_unreadable") from error
    raise CellError("date_unreadable")


def _whole_year(text: str) -> int:
    return int(text) if len(text) == 4 else 2000 + int(text)


def _sensible(day: date) -> date:
    if day.year not in YEARS:
        raise CellError("date_unreadable")
    return day
