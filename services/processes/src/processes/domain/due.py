"""When something is due: an anchor and an offset, in the calendar of the client."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal

from calendars import Calendar

PROCESS_STARTED = "process_started"
PREVIOUS_STEP = "previous_step"
ANCHORS = (PROCESS_STARTED, PREVIOUS_STEP)
"""The anchors of every process. Beside them, each date field of the form is an anchor under its key."""

FIRST_YEAR, LAST_YEAR = 1900, 2200
"""Which years a date may name."""

Unit = Literal["business_days", "days", "hours", "minutes"]


@dataclass(frozen=True, slots=True)
class Offset:
    """An amount of time, later or (when negative) earlier."""

    amount: int
    unit: Unit = "business_days"


NO_OFFSET = Offset(0)


@dataclass(frozen=True, slots=True)
class DueRule:
    """When, in relation to an anchor: "4 business days before the start date"."""

    anchor: str
    offset: Offset = NO_OFFSET


def shift(moment: datetime, offset: Offset, calendar: Calendar) -> datetime:
    """Returns the moment moved by the offset; business days are those of the calendar."""
    if offset.unit == "business_days":
        return calendar.add_days(moment, offset.amount)
    return moment + timedelta(**{offset.unit: offset.amount})


def due_at(rule: DueRule | None, anchors: Mapping[str, datetime], now: datetime, calendar: Calendar) -> datetime | None:
    """Returns the due moment; None without a rule or while its anchor is unknown.

    A step that starts late is not overdue from the beginning: it gets at least one business day.
    """
    anchor = anchors.get(rule.anchor) if rule else None
    if rule is None or anchor is None:
        return None
    due = shift(anchor, rule.offset, calendar)
    return due if due > now else shift(now, Offset(1), calendar)


def anchor_of_date(text: str, calendar: Calendar) -> datetime:
    """Returns the end of the named day."""
    return calendar.end_of_day(date.fromisoformat(text))


def is_date(text: object) -> bool:
    """True for a day as YYYY-MM-DD, far enough from the ends of the calendar to be counted from."""
    try:
        day = date.fromisoformat(text) if isinstance(text, str) else None
    except ValueError:
        return False
    return day is not None and day.isoformat() == text and FIRST_YEAR <= day.year <= LAST_YEAR
