"""How a calendar is written as JSON: frames as "09:00-17:00" under names of weekdays and under dates."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from calendars.frame import Frame, Frames

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


def read_week(value: object) -> tuple[Frames, ...]:
    """Reads the frames of the seven weekdays; a weekday that is not named is closed."""
    named = _mapping(value, "week")
    unknown = named.keys() - set(WEEKDAYS)
    if unknown:
        raise ValueError(f"Weekdays are {', '.join(WEEKDAYS)}: {_listed(unknown)}")
    return tuple(_read_frames(named.get(weekday, [])) for weekday in WEEKDAYS)


def write_week(week: tuple[Frames, ...]) -> dict[str, list[str]]:
    """Writes the weekdays that are open."""
    return {weekday: _write_frames(frames) for weekday, frames in zip(WEEKDAYS, week, strict=True) if frames}


def read_days(value: object) -> dict[date, Frames]:
    """Reads the frames of single days, named as 2026-05-02."""
    return {_read_day(day): _read_frames(frames) for day, frames in _mapping(value, "days").items()}


def write_days(days: Mapping[date, Frames]) -> dict[str, list[str]]:
    """Writes the frames of single days, in order."""
    return {day.isoformat(): _write_frames(frames) for day, frames in sorted(days.items())}


def check_shape(mapping: object, required: set[str], optional: set[str]) -> None:
    """Refuses what is not a mapping with these keys; a key with a typing error would otherwise be a holiday missed."""
    keys = _mapping(mapping, "A calendar").keys()
    if keys - required - optional:
        raise ValueError(f"A calendar has no {_listed(keys - required - optional)}")
    if required - keys:
        raise ValueError(f"A calendar needs {_listed(required - keys)}")


def read_text(value: object, name: str) -> str:
    """Reads a text."""
    if not isinstance(value, str):
        raise ValueError(f"{name} is a text: {value!r}")
    return value


def _mapping(value: object, name: str) -> Mapping[Any, Any]:
    if not isinstance(value, Mapping):
        raise ValueError(f"{name} is a mapping: {value!r}")
    return value


def _read_day(value: object) -> date:
    try:
        day = date.fromisoformat(read_text(value, "A day"))
        if day.isoformat() == value:
            return day
    except ValueError:
        pass
    raise ValueError(f'A day is written as "2026-05-02": {value!r}')


def _read_frames(value: object) -> Frames:
    if not isinstance(value, list | tuple):
        raise ValueError(f"Frames of a day are a list: {value!r}")
    return tuple(Frame.parse(text) for text in value)


def _write_frames(frames: Frames) -> list[str]:
    return [str(frame) for frame in frames]


def _listed(keys: set[Any]) -> str:
    return ", ".join(sorted(map(str, keys)))
