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
_CLOCK = r"(?:[ T]+(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2}))?)?$"
_DAY_FIRST = re.compile(r"(?P<day>\d{1,2})[/.-](?P<month>\d{1,2})[/.-](?P<year>\d{4})" + _CLOCK)
_YEAR_FIRST = re.compile(r"(?P<year>\d{4})-(?P<month>\d{2})-(?P<day>\d{2})" + _CLOCK)


@lru_cache(maxsize=100_000)
def time_of(text: str, zone: tzinfo) -> datetime | None:
    """A moment in UTC from `d/m/YYYY HH:MM` (or year first) on a clock of `zone`; None when it is none."""
    match = _DAY_FIRST.match(text) or _YEAR_FIRST.match(text)
    if match is None:
        return None
    try:
        parts = {name: int(part or 0) for name, part in match.groupdict().items()}
        return datetime(**parts, tzinfo=zone).astimezone(UTC)
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
