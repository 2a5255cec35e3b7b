"""What single cells of a ServiceNow incident log mean: times, priorities, levels. Nothing about whole rows."""

import re
from datetime import UTC, datetime, tzinfo
from functools import lru_cache

from contracts.tickets.history import Level
from contracts.tickets.state import Priority

PRIORITIES: dict[str, Priority] = {
    "1": "critical",
    "2": "high",
    "3": "normal",
    "4": "low",
    "5": "low",
    "critical": "critical",
    "high": "high",
    "moderate": "normal",
    "medium": "normal",
    "low": "low",
    "planning": "low",
}
LEVELS: dict[str, Level] = {"1": "high", "2": "medium", "3": "low", "high": "high", "medium": "medium", "low": "low"}
_DAY_FIRST = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})(?:[ T]+(\d{1,2}):(\d{2})(?::(\d{2}))?)?$")
_YEAR_FIRST = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?:[ T]+(\d{1,2}):(\d{2})(?::(\d{2}))?)?$")


@lru_cache(maxsize=100_000)
def time_of(text: str, zone: tzinfo) -> datetime | None:
    """A moment in UTC from `d/m/YYYY HH:MM` (or year first) on a clock of `zone`; None when it is none."""
    match = _DAY_FIRST.match(text)
    if match:
        day, month, year = match[1], match[2], match[3]
    else:
        match = _YEAR_FIRST.match(text)
        if match is None:
            return None
        year, month, day = match[1], match[2], match[3]
    hour, minute, second = (int(part or 0) for part in match.groups()[3:])
    try:
        return datetime(int(year), int(month), int(day), hour, minute, second, tzinfo=zone).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def priority_of(text: str) -> Priority | None:
    """`3 - Moderate`, `3` or `Moderate`; None when it is none of those."""
    return PRIORITIES.get(_first_word(text))


def level_of(text: str) -> Level | None:
    """`2 - Medium`, `2` or `Medium`, for impact and urgency."""
    return LEVELS.get(_first_word(text))


def _first_word(text: str) -> str:
    return text.split("-", 1)[0].strip().casefold()
