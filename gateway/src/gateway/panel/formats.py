"""Dates, money and durations in the reader's language and time zone. Pure."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

from babel.dates import format_date, format_datetime, format_time, format_timedelta
from babel.numbers import format_currency, format_decimal
from contracts.vocabulary import FIRST_YEAR, LAST_YEAR

from gateway.panel.viewer import Viewer

_FIRST, _LAST = datetime(FIRST_YEAR, 1, 1, tzinfo=UTC), datetime(LAST_YEAR, 12, 31, tzinfo=UTC)
_RECENT = timedelta(days=6)


def moment(value: str | datetime) -> datetime:
    """A time of a state: ISO text or a datetime, aware. One that no zone has a name for is shown as the nearest that has."""
    found = datetime.fromisoformat(value) if isinstance(value, str) else value
    aware = found if found.tzinfo else found.replace(tzinfo=UTC)
    return max(_FIRST, min(_LAST, aware))


def full(value: str | datetime, viewer: Viewer) -> str:
    """Day, month, year and time, for whoever wants to know exactly."""
    local = moment(value).astimezone(viewer.zone)
    return f"{format_date(local, 'd MMMM y', locale=viewer.language)}, {format_time(local, 'HH:mm', locale=viewer.language)}"


def day(value: str | date, viewer: Viewer) -> str:
    """A day: with its weekday when it is near, with its year when it is not this one."""
    local = _local_day(value, viewer)
    today = viewer.now.astimezone(viewer.zone).date()
    if abs(local - today) <= _RECENT:
        return format_date(local, "EEE, d MMMM", locale=viewer.language)
    return format_date(local, "d MMMM" if local.year == today.year else "d MMMM y", locale=viewer.language)


def point(value: str | datetime, viewer: Viewer) -> str:
    """A point in time, as short as it stays clear: today only the time, else the day with the time."""
    local = moment(value).astimezone(viewer.zone)
    today = viewer.now.astimezone(viewer.zone).date()
    clock = format_time(local, "HH:mm", locale=viewer.language)
    if local.date() == today:
        return clock
    near = abs(local.date() - today) <= _RECENT
    pattern = "EEE d MMM" if near else "d MMM" if local.year == today.year else "d MMM y"
    return f"{format_date(local, pattern, locale=viewer.language)}, {clock}"


def distance(value: str | datetime, viewer: Viewer) -> str:
    """How long ago, or in how long: "2 godziny temu", "za 3 dni"."""
    apart = moment(value) - viewer.now
    return format_timedelta(apart, add_direction=True, locale=viewer.language)


def lasting(since: str | datetime, viewer: Viewer) -> str:
    """How long something lasts by now: "2 godziny"."""
    return format_timedelta(viewer.now - moment(since), locale=viewer.language)


def money(value: dict[str, Any], viewer: Viewer) -> str:
    """An amount in minor units with its currency; whole amounts without decimals."""
    amount = Decimal(value["amount"]) / 100
    whole = amount == amount.to_integral_value()
    digits = "#,##0" if whole else "#,##0.00"
    pattern = f"{digits} ¤" if viewer.language == "pl" else f"¤¤ {digits}"
    return format_currency(amount, value["currency"], pattern, locale=viewer.language, currency_digits=False)


def number(value: int, viewer: Viewer) -> str:
    """A count with the language's separators."""
    return format_decimal(value, locale=viewer.language)


def decimal(value: float, viewer: Viewer) -> str:
    """A number with at most one decimal, written the language's way."""
    return format_decimal(value, "#,##0.#", locale=viewer.language)


def month(value: str | datetime, viewer: Viewer) -> str:
    """Month and year, as a heading of a timeline."""
    return format_datetime(moment(value).astimezone(viewer.zone), "LLLL y", locale=viewer.language)


def _local_day(value: str | date, viewer: Viewer) -> date:
    if isinstance(value, str):
        return date.fromisoformat(value) if len(value) == 10 else moment(value).astimezone(viewer.zone).date()
    return value.astimezone(viewer.zone).date() if isinstance(value, datetime) else value
