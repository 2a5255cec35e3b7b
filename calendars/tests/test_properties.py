"""What holds for every calendar, also while clocks are changed, and a slow second calendar that agrees."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from calendars import Calendar, Frame, Frames

MICROSECOND, MINUTE, DAY = timedelta(microseconds=1), timedelta(minutes=1), timedelta(days=1)

CHANGES = {
    "Europe/Warsaw": ("2026-03-29T01:00Z", "2026-10-25T01:00Z"),
    "America/St_Johns": ("2026-03-08T05:30Z", "2026-11-01T04:30Z"),
    "Australia/Lord_Howe": ("2026-04-04T15:00Z", "2026-10-03T15:30Z"),  # by half an hour, in the south
    "America/Havana": ("2026-03-08T05:00Z", "2026-11-01T05:00Z"),  # at midnight
    "Africa/Casablanca": ("2026-02-15T02:00Z", "2026-03-22T02:00Z"),  # back for Ramadan
    "Asia/Kathmandu": ("2026-12-31T18:15Z",),  # never, but the year begins
    "UTC": ("2027-01-01T00:00Z",),
}
"""When the clocks of a zone are changed."""

COUNTRIES = ((None, None), ("PL", None), ("GB", None), ("GB", "SCT"), ("DE", "BY"), ("US", "CA"))


EDGES = (0, 30, 60, 90, 120, 150, 180, 540, 1020, 1380, 1440)
"""Minutes of a day: at midnight, in the hours in which clocks are changed, and of an office."""


@st.composite
def frames_of_a_day(draw: Any) -> Frames:
    """Up to three frames."""
    bounds = sorted(draw(st.lists(st.sampled_from(EDGES) | st.integers(0, 1440), unique=True, max_size=6)))
    return tuple(
        Frame(opens * MINUTE, closes * MINUTE) for opens, closes in zip(bounds[::2], bounds[1::2], strict=False)
    )


@st.composite
def calendars(draw: Any) -> Calendar:
    """Open somewhere in the week, with holidays and days that differ."""
    shapes = draw(st.lists(frames_of_a_day(), min_size=1, max_size=3).filter(any))
    week = [draw(st.sampled_from(shapes)) for _ in range(7)]
    week[draw(st.integers(0, 6))] = next(filter(None, shapes))
    days = draw(
        st.dictionaries(st.dates(date(2026, 1, 1), date(2026, 12, 31)), st.sampled_from([(), *shapes]), max_size=3)
    )
    country, region = draw(st.sampled_from(COUNTRIES))
    return Calendar(draw(st.sampled_from(sorted(CHANGES))), tuple(week), country, region, days)


def _minutes_a_week(calendar: Calendar) -> float:
    return sum((frame.closes - frame.opens) / MINUTE for frames in calendar.week for frame in frames)


def moments_near_changes(calendar: Calendar) -> st.SearchStrategy[datetime]:
    """Whole minutes within two days of a clock change."""
    changes = st.sampled_from(CHANGES[calendar.time_zone]).map(datetime.fromisoformat)
    return st.builds(lambda change, minutes: change + minutes * MINUTE, changes, st.integers(-2880, 2880))


ALL_CALENDARS = calendars()
# What is open for less than ten minutes a week does not do twenty days of work within the years that are counted.
BUSY_CALENDARS = ALL_CALENDARS.filter(lambda calendar: _minutes_a_week(calendar) >= 10)
MOMENTS = st.datetimes(datetime(2025, 12, 1), datetime(2027, 2, 1), timezones=st.just(UTC))
DURATIONS = st.timedeltas(MICROSECOND, timedelta(days=20))
DAYS = st.dates(date(2025, 12, 1), date(2027, 2, 1))

many = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@many
@given(st.data())
def test_as_if_minutes_were_counted(data: Any) -> None:
    calendar = data.draw(ALL_CALENDARS)
    start = data.draw(moments_near_changes(calendar))
    minutes = [start + n * MINUTE for n in range(data.draw(st.integers(1, 1500)))]
    counted = [minute for minute in minutes if open_by_local_time(calendar, minute)]

    assert calendar.between(start, minutes[-1] + MINUTE) == len(counted) * MINUTE
    assert calendar.is_open(start) == (start in counted)
    if counted:
        assert calendar.next_opening(start) == counted[0]
        assert calendar.add(start, len(counted) * MINUTE) == counted[-1] + MINUTE
        assert calendar.add(minutes[-1] + MINUTE, -len(counted) * MINUTE) == counted[0]


def open_by_local_time(calendar: Calendar, minute: datetime) -> bool:
    local = minute.astimezone(ZoneInfo(calendar.time_zone))
    passed = timedelta(hours=local.hour, minutes=local.minute)
    return any(frame.opens <= passed < frame.closes for frame in calendar.frames_of(local.date()))


@many
@given(BUSY_CALENDARS, MOMENTS, DURATIONS)
def test_what_was_added_lies_between(calendar: Calendar, moment: datetime, duration: timedelta) -> None:
    later, earlier = calendar.add(moment, duration), calendar.add(moment, -duration)

    assert calendar.between(moment, later) == calendar.between(earlier, moment) == duration
    assert calendar.between(moment, earlier) == -duration


@many
@given(BUSY_CALENDARS, MOMENTS, DURATIONS)
def test_a_sum_is_the_first_moment_of_its_kind_and_a_difference_the_last(
    calendar: Calendar, moment: datetime, duration: timedelta
) -> None:
    assert calendar.between(moment, calendar.add(moment, duration) - MICROSECOND) == duration - MICROSECOND
    assert calendar.between(calendar.add(moment, -duration) + MICROSECOND, moment) == duration - MICROSECOND


@many
@given(ALL_CALENDARS, MOMENTS, MOMENTS)
def test_from_an_open_moment_to_another_and_back(calendar: Calendar, one: datetime, other: datetime) -> None:
    start, end = calendar.next_opening(min(one, other)), calendar.next_opening(max(one, other)) + MICROSECOND

    assert calendar.add(start, calendar.between(start, end)) == end
    assert calendar.add(end, calendar.between(end, start)) == start


@many
@given(ALL_CALENDARS, MOMENTS, MOMENTS, MOMENTS)
def test_parts_of_a_time_add_up_to_it(calendar: Calendar, first: datetime, second: datetime, third: datetime) -> None:
    parts = calendar.between(first, second) + calendar.between(second, third)

    assert parts == calendar.between(first, third)


@many
@given(ALL_CALENDARS, MOMENTS, DURATIONS, st.floats(0, 1), MOMENTS)
def test_a_pause_moves_what_is_due_by_its_working_time(
    calendar: Calendar, start: datetime, target: timedelta, share: float, resumed: datetime
) -> None:
    paused = calendar.add(start, target * share)
    assume(paused < resumed)
    remaining = target - calendar.between(start, paused)

    due = calendar.add(resumed, remaining)

    assert calendar.between(start, due) == target + calendar.between(paused, resumed)


@many
@given(ALL_CALENDARS, MOMENTS)
def test_nothing_is_open_before_the_next_opening(calendar: Calendar, moment: datetime) -> None:
    opening = calendar.next_opening(moment)

    assert opening >= moment
    assert calendar.is_open(opening)
    assert calendar.between(moment, opening) == timedelta()
    assert calendar.next_opening(opening) == opening


@many
@given(ALL_CALENDARS, MOMENTS, st.sampled_from(sorted(CHANGES)))
def test_answers_are_in_utc_whatever_the_question_is_in(calendar: Calendar, moment: datetime, zone: str) -> None:
    local = moment.astimezone(ZoneInfo(zone))

    answers = [calendar.add(local, MINUTE), calendar.next_opening(local), calendar.add_days(local, 1)]

    assert answers == [calendar.add(moment, MINUTE), calendar.next_opening(moment), calendar.add_days(moment, 1)]
    assert all(answer.tzinfo is UTC for answer in answers)
    assert calendar.is_open(local) == calendar.is_open(moment)
    assert calendar.between(local, local + DAY) == calendar.between(moment, (local + DAY).astimezone(UTC))


@many
@given(ALL_CALENDARS, DAYS, st.integers(1, 60))
def test_working_days_go_there_and_back(calendar: Calendar, day: date, days: int) -> None:
    later, earlier = calendar.add_days(day, days), calendar.add_days(day, -days)

    assert sum(calendar.is_working_day(day + n * DAY) for n in range(1, (later - day).days + 1)) == days
    assert sum(calendar.is_working_day(day - n * DAY) for n in range(1, (day - earlier).days + 1)) == days
    assert calendar.is_working_day(later)
    assert calendar.is_working_day(earlier)
    assert (
        not calendar.is_working_day(day) or calendar.add_days(later, -days) == calendar.add_days(earlier, days) == day
    )


@many
@given(ALL_CALENDARS, MOMENTS, st.integers(-20, 20))
def test_a_moment_moves_by_the_days_that_its_day_moves_by(calendar: Calendar, moment: datetime, days: int) -> None:
    moved = calendar.add_days(moment, days)

    assert calendar.day_of(moved) == calendar.add_days(calendar.day_of(moment), days)


@many
@given(ALL_CALENDARS, DAYS)
def test_the_end_of_a_day_is_on_that_day_and_no_work_comes_after_it(calendar: Calendar, day: date) -> None:
    end = calendar.end_of_day(day)
    tomorrow = datetime.combine(day + DAY, time.min, ZoneInfo(calendar.time_zone)).astimezone(UTC)

    assert calendar.day_of(end) == day
    assert calendar.between(end, tomorrow) <= MINUTE
    assert not calendar.is_working_day(day) or calendar.between(end - DAY, end) > timedelta()


@many
@given(ALL_CALENDARS)
def test_a_calendar_is_read_as_it_was_written(calendar: Calendar) -> None:
    assert Calendar.from_mapping(calendar.to_mapping()) == calendar
