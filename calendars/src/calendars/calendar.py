"""The calendar: when somebody works, and the arithmetic of working time and working days that follows from it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import Any, Self, overload
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from calendars.frame import DAY, MINUTE, Frame, Frames, in_order
from calendars.openings import Openings, openings_of
from calendars.public_holidays import check_country, public_holidays
from calendars.text import check_shape, read_days, read_text, read_week, write_days, write_week

YEARS = range(1900, 2300)
"""The years whose working time can be counted: the cost of a date that is far off is bounded."""

OFFICE_WEEK = (*((Frame.parse("09:00-17:00"),),) * 5, (), ())


@dataclass(frozen=True)
class Calendar:
    """When somebody works: frames for each weekday in a time zone, no frames on public holidays, and days that differ.

    `week` begins with Monday and has a frame somewhere. `country` and `region` are ISO 3166 codes, and None observes no
    public holidays. `days` holds the frames of single days and goes before everything else: none for a day closed in
    addition, some for a day open in addition, shorter than usual, or open in spite of a holiday.
    """

    time_zone: str
    # Calendars are keys of a cache. The hash leaves out what would take long, equality does not.
    week: tuple[Frames, ...] = field(hash=False)
    country: str | None = None
    region: str | None = None
    days: Mapping[date, Frames] = field(default_factory=dict, hash=False)

    def __post_init__(self) -> None:
        zone_of(self.time_zone)
        check_country(self.country, self.region)
        if len(self.week) != 7 or not any(self.week):
            raise ValueError("A week has seven days, and at least one of them has a frame")
        object.__setattr__(self, "week", tuple(in_order(frames) for frames in self.week))
        object.__setattr__(self, "days", {day: in_order(frames) for day, frames in self.days.items()})

    @classmethod
    def from_mapping(cls, mapping: Mapping[str, Any]) -> Self:
        """Reads what `to_mapping` wrote, or raises a ValueError that says what is wrong."""
        check_shape(mapping, required={"time_zone", "week"}, optional={"country", "region", "days"})
        country, region = mapping.get("country"), mapping.get("region")
        return cls(
            time_zone=read_text(mapping["time_zone"], "time_zone"),
            week=read_week(mapping["week"]),
            country=None if country is None else read_text(country, "country"),
            region=None if region is None else read_text(region, "region"),
            days=read_days(mapping.get("days", {})),
        )

    def to_mapping(self) -> dict[str, Any]:
        """Writes the calendar as JSON takes it."""
        return {
            "time_zone": self.time_zone,
            "country": self.country,
            "region": self.region,
            "week": write_week(self.week),
            "days": write_days(self.days),
        }

    def frames_of(self, day: date) -> Frames:
        """Returns the frames of the day; none when it is closed."""
        if isinstance(day, datetime):
            raise ValueError(f"A moment is on a day only in a time zone, see day_of: {day}")
        own = self.days.get(day)
        if own is not None:
            return own
        if self.country is not None and day in public_holidays(self.country, self.region, day.year):
            return ()
        return self.week[day.weekday()]

    def day_of(self, moment: datetime) -> date:
        """Returns the local date at the moment."""
        return _utc(moment).astimezone(zone_of(self.time_zone)).date()

    def is_working_day(self, day: date) -> bool:
        """True when the calendar is open at some time of the day."""
        return bool(self.frames_of(day))

    def is_open(self, moment: datetime) -> bool:
        """True within a frame: from its first moment, and no longer at the moment it ends."""
        moment = _utc(moment)
        return self.next_opening(moment) == moment

    def next_opening(self, moment: datetime) -> datetime:
        """Returns the moment itself when the calendar is open, else the next moment at which it opens."""
        moment = _utc(moment)
        year = moment.year
        while (opening := _openings(self, year).next_opening(moment)) is None:
            year += 1
        return opening

    def between(self, start: datetime, end: datetime) -> timedelta:
        """Returns the working time from start to end; negative when the end is the earlier of the two."""
        start, end = _utc(start), _utc(end)
        if end < start:
            return -self.between(end, start)
        whole_years = sum((_openings(self, year).total for year in range(start.year, end.year)), timedelta())
        worked = _openings(self, end.year).worked_until(end) - _openings(self, start.year).worked_until(start)
        return whole_years + worked

    def add(self, moment: datetime, duration: timedelta) -> datetime:
        """Returns the moment at which so much working time has passed, the first if there are several.

        So what is due after the last minute of a day is due when that day closes. A negative duration goes back, to the
        last moment that lies so much working time before. No duration gives the moment itself, closed or not.
        """
        moment = _utc(moment)
        year = moment.year
        worked = _openings(self, year).worked_until(moment) + duration
        if duration > timedelta():
            while worked > (total := _openings(self, year).total):
                worked -= total
                year += 1
            return _openings(self, year).earliest_with(worked)
        if duration < timedelta():
            while worked < timedelta():
                year -= 1
                worked += _openings(self, year).total
            return _openings(self, year).latest_with(worked)
        return moment

    @overload
    def add_days(self, start: datetime, days: int) -> datetime: ...
    @overload
    def add_days(self, start: date, days: int) -> date: ...
    def add_days(self, start: date, days: int) -> date:
        """Returns the day, or the moment at the same local time of that day, so many working days later or earlier.

        The start need not be a working day and none days later is the start itself, so from a Sunday the next working
        day is one later.
        """
        if isinstance(start, datetime):
            local = _utc(start).astimezone(zone_of(self.time_zone))
            time_of_day = local - datetime.combine(local, time.min, local.tzinfo)
            return self._moment(self.add_days(local.date(), days), time_of_day) if days else _utc(start)
        step = DAY if days > 0 else -DAY
        for _ in range(abs(days)):
            start += step
            while not self.is_working_day(start):
                start += step
        return start

    def end_of_day(self, day: date) -> datetime:
        """Returns the moment at which the last frame of the day ends, for whoever names a day as a due date.

        A closed day has an end too, since a date that a person named does not move: the hour at which this weekday
        usually ends, or the latest of the week. What ends at midnight ends a minute earlier here, so that the moment
        is still shown under its date.
        """
        frames = self.frames_of(day) or self.week[day.weekday()] or sum(self.week, ())
        return self._moment(day, min(max(frame.closes for frame in frames), DAY - MINUTE))

    def _moment(self, day: date, time_of_day: timedelta) -> datetime:
        """Returns the moment of this local time: the second of the two when clocks are put back.

        A local time that is skipped when clocks are put forward is counted on from the time before: 02:30 is 03:30.
        """
        local = datetime.combine(day, time.min, zone_of(self.time_zone)) + time_of_day
        return max(local.replace(fold=fold).astimezone(UTC) for fold in (0, 1))


def office_hours(time_zone: str = "Europe/Warsaw", country: str | None = "PL", region: str | None = None) -> Calendar:
    """Returns the calendar of an office that works from Monday to Friday, 9:00 to 17:00, as in Poland by default."""
    return Calendar(time_zone, OFFICE_WEEK, country, region)


def zone_of(name: str) -> ZoneInfo:
    """Returns the time zone of the IANA name; an unknown name is a ValueError."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise ValueError(f'A time zone is a name of the IANA database such as "Europe/Warsaw": {name!r}') from None


@lru_cache(maxsize=256)
def _openings(calendar: Calendar, year: int) -> Openings:
    if year not in YEARS:
        raise ValueError(f"Working time is counted from {YEARS[0]} to {YEARS[-1]}: {year}")
    return openings_of(year, zone_of(calendar.time_zone), calendar.frames_of)


def _utc(moment: datetime) -> datetime:
    if moment.utcoffset() is None:
        raise ValueError(f"A moment has a time zone: {moment}")
    return moment.astimezone(UTC)
