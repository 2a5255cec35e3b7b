"""Formats dates, durations, numbers and money in the viewer's language and time zone. Pure."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

from babel.dates import format_date, format_time, format_timedelta
from babel.numbers import format_currency, format_decimal
from contracts.vocabulary import FIRST_YEAR, LAST_YEAR

from gateway.panel.viewer import Viewer

_FIRST, _LAST = datetime(FIRST_YEAR, 1, 1, tzinfo=UTC), datetime(LAST_YEAR, 12, 31, tzinfo=UTC)
_RECENT = timedelta(days=6)


def parse_time(value: str | datetime) -> datetime:
    """Returns a time of a state with its zone, limited to the years that can be formatted in every zone."""
    found = datetime.fromisoformat(value) if isinstance(value, str) else value
    aware = found if found.tzinfo else found.replace(tzinfo=UTC)
    return max(_FIRST, min(_LAST, aware))


def full_time(value: str | datetime, viewer: Viewer) -> str:
    """Returns day, month, year and time."""
    local = parse_time(value).astimezone(viewer.zone)
    return f"{format_date(local, 'd MMMM y', locale=viewer.language)}, {format_time(local, 'HH:mm', locale=viewer.language)}"


def day(value: str | date, viewer: Viewer) -> str:
    """Returns a day, with its weekday if it is near, and with its year if that is not the present one."""
    local = _local_day(value, viewer)
    today = viewer.now.astimezone(viewer.zone).date()
    if abs(local - today) <= _RECENT:
        return format_date(local, "EEE, d MMMM", locale=viewer.language)
    return format_date(local, "d MMMM" if local.year == today.year else "d MMMM y", locale=viewer.language)


def short_time(value: str | datetime, viewer: Viewer) -> str:
    """Returns a time as short as it stays clear: only the time if it is today, else the day with the time."""
    local = parse_time(value).astimezone(viewer.zone)
    today = viewer.now.astimezone(viewer.zone).date()
    clock = format_time(local, "HH:mm", locale=viewer.language)
    if local.date() == today:
        return clock
    near = abs(local.date() - today) <= _RECENT
    pattern = "EEE d MMM" if near else "d MMM" if local.year == today.year else "d MMM y"
    return f"{format_date(local, pattern, locale=viewer.language)}, {clock}"


def relative_time(value: str | datetime, viewer: Viewer) -> str:
    """Returns how long ago or in how long something is: "2 godziny temu", "za 3 dni"."""
    apart = parse_time(value) - viewer.now
    return format_timedelta(apart, add_direction=True, locale=viewer.language)


def elapsed_time(since: str | datetime, viewer: Viewer) -> str:
    """Returns how long something has lasted: "2 godziny"."""
    return format_timedelta(viewer.now - parse_time(since), locale=viewer.language)


def money(value: dict[str, Any], viewer: Viewer) -> str:
    """Returns an amount of minor units with its currency; whole amounts have no decimals."""
    amount = Decimal(value["amount"]) / 100
    whole = amount == amount.to_integral_value()
    digits = "#,##0" if whole else "#,##0.00"
    pattern = f"{digits} ¤" if viewer.language == "pl" else f"¤¤ {digits}"
    return format_currency(amount, value["currency"], pattern, locale=viewer.language, currency_digits=False)


def number(value: int, viewer: Viewer) -> str:
    """Returns a number with the language's separators."""
    return format_decimal(value, locale=viewer.language)


def decimal(value: float, viewer: Viewer) -> str:
    """Returns a number with at most one decimal."""
    return format_decimal(value, "#,##0.#", locale=viewer.language)


def _local_day(value: str | date, viewer: Viewer) -> date:
    if isinstance(value, str):
        return date.fromisoformat(value) if len(value) == 10 else parse_time(value).astimezone(viewer.zone).date()
    return value.astimezone(viewer.zone).date() if isinstance(value, datetime) else value
