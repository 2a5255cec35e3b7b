"""The open intervals of one year as moments in UTC, with sums that answer by a binary search.

Frames are local times and follow the clocks: a frame over the hour that is skipped in spring is an hour
shorter, one over the hour that comes twice in autumn an hour longer. What is open is thus decided minute by minute,
although nothing here counts minutes.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from calendars.frame import DAY, Frames

SECOND = timedelta(seconds=1)


@dataclass(frozen=True, slots=True)
class Openings:
    """When the intervals of one year begin and end, in order, and the working time before each of them."""

    opens: tuple[datetime, ...]
    closes: tuple[datetime, ...]
    before: tuple[timedelta, ...]
    total: timedelta

    def next_opening(self, moment: datetime) -> datetime | None:
        """Returns the moment itself when it is open, else the next one that is; None at the end of the year."""
        index = bisect_right(self.closes, moment)
        return max(moment, self.opens[index]) if index < len(self.opens) else None

    def worked_until(self, moment: datetime) -> timedelta:
        """Returns the working time from the beginning of the year to the moment."""
        index = bisect_right(self.opens, moment) - 1
        if index < 0:
            return timedelta()
        return self.before[index] + min(moment, self.closes[index]) - self.opens[index]

    def earliest_with(self, worked: timedelta) -> datetime:
        """Returns the first moment before which there was so much working time (more than none) in the year."""
        return self._within(bisect_left(self.before, worked) - 1, worked)

    def latest_with(self, worked: timedelta) -> datetime:
        """Returns the last moment before which there was so much working time (less than all) in the year."""
        return self._within(bisect_right(self.before, worked) - 1, worked)

    def _within(self, index: int, worked: timedelta) -> datetime:
        return self.opens[index] + (worked - self.before[index])


def openings_of(year: int, zone: ZoneInfo, frames_of: Callable[[date], Frames]) -> Openings:
    """Returns the openings from the first to the last moment of the year in UTC."""
    opens: list[datetime] = []
    closes: list[datetime] = []
    before: list[timedelta] = []
    total = timedelta()
    for begin, end in _intervals(
        datetime(year, 1, 1, tzinfo=UTC), datetime(year + 1, 1, 1, tzinfo=UTC), zone, frames_of
    ):
        opens.append(begin)
        closes.append(end)
        before.append(total)
        total += end - begin
    return Openings(tuple(opens), tuple(closes), tuple(before), total)


def _intervals(
    begin: datetime, end: datetime, zone: ZoneInfo, frames_of: Callable[[date], Frames]
) -> Iterator[tuple[datetime, datetime]]:
    for since, until, offset in _periods(begin, end, zone):
        day, last = (since + offset).date(), (until + offset).date()
        while day <= last:
            midnight = datetime.combine(day, time.min, UTC) - offset
            for frame in frames_of(day):
                opens, closes = max(midnight + frame.opens, since), min(midnight + frame.closes, until)
                if opens < closes:
                    yield opens, closes
            day += DAY


def _periods(begin: datetime, end: datetime, zone: ZoneInfo) -> Iterator[tuple[datetime, datetime, timedelta]]:
    """Yields the periods in which no clock is changed, each with the offset of the zone from UTC."""
    day, since, offset = begin, begin, _offset(begin, zone)
    while day < end:
        next_offset = _offset(day + DAY, zone)
        if next_offset != offset:
            change = _change(day, zone)
            yield since, change, offset
            since, offset = change, next_offset
        day += DAY
    yield since, end, offset


def _change(day: datetime, zone: ZoneInfo) -> datetime:
    """Returns the first second after the clock change within the day that begins at this moment."""
    old = _offset(day, zone)
    seconds = range(DAY // SECOND)
    return day + SECOND * bisect_left(seconds, True, key=lambda second: _offset(day + SECOND * second, zone) != old)


def _offset(moment: datetime, zone: ZoneInfo) -> timedelta:
    return moment.astimezone(zone).utcoffset() or timedelta()
