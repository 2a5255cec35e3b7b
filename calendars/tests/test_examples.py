"""Working time and working days by example, in Warsaw if nothing else is said."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from calendars import Calendar, Frame, office_hours

OFFICE = office_hours()
ROUND_THE_CLOCK = Calendar("Europe/Warsaw", ((Frame.parse("00:00-24:00"),),) * 7)
SHORT_FRIDAY = Calendar.from_mapping(
    {
        "time_zone": "Europe/Warsaw",
        "country": "PL",
        "week": {"monday": ["07:30-12:00", "12:30-17:30"], "tuesday": ["09:00-17:00"], "friday": ["09:00-13:00"]},
        "days": {"2026-05-09": ["10:00-12:00"], "2026-05-11": [], "2026-11-11": ["09:00-11:00"]},
    }
)

WEDNESDAY, THURSDAY, SATURDAY = date(2026, 4, 29), date(2026, 4, 30), date(2026, 5, 2)
MAY_DAY = date(2026, 5, 1)  # a Friday


def warsaw(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo("Europe/Warsaw"))


def hours(count: float) -> timedelta:
    return timedelta(hours=count)


def test_time_outside_frames_and_on_holidays_does_not_count() -> None:
    assert OFFICE.between(warsaw("2026-04-30 16:00"), warsaw("2026-05-04 10:00")) == hours(2)
    assert OFFICE.between(warsaw("2026-05-01 09:00"), warsaw("2026-05-04 09:00")) == hours(0)
    assert OFFICE.between(warsaw("2026-05-04 10:00"), warsaw("2026-04-30 16:00")) == -hours(2)


def test_what_ends_with_the_day_is_due_when_the_day_ends() -> None:
    assert OFFICE.add(warsaw("2026-04-30 16:00"), hours(1)) == warsaw("2026-04-30 17:00")
    assert OFFICE.add(warsaw("2026-04-30 16:00"), hours(1.5)) == warsaw("2026-05-04 09:30")
    assert OFFICE.add(warsaw("2026-05-04 09:30"), -hours(0.5)) == warsaw("2026-05-04 09:00")
    assert OFFICE.add(warsaw("2026-05-04 09:30"), -hours(1.5)) == warsaw("2026-04-30 16:00")


def test_nothing_added_is_the_moment_itself_even_when_closed() -> None:
    sunday = warsaw("2026-05-03 12:00")

    assert OFFICE.add(sunday, hours(0)) == sunday
    assert OFFICE.add_days(sunday, 0) == sunday


def test_between_two_years() -> None:
    assert OFFICE.add(warsaw("2026-12-31 16:00"), hours(1)) == warsaw("2026-12-31 17:00")
    assert OFFICE.between(warsaw("2026-12-31 16:00"), warsaw("2027-01-04 10:00")) == hours(2)
    assert OFFICE.add(warsaw("2026-12-31 16:00"), hours(2)) == warsaw("2027-01-04 10:00")
    assert OFFICE.add(warsaw("2027-01-04 10:00"), -hours(2)) == warsaw("2026-12-31 16:00")
    assert ROUND_THE_CLOCK.between(warsaw("2020-01-01"), warsaw("2026-01-01")) == timedelta(days=2192)


@pytest.mark.parametrize(
    ("moment", "opening"),
    [
        ("2026-04-29 08:59", "2026-04-29 09:00"),
        ("2026-04-29 09:00", "2026-04-29 09:00"),
        ("2026-04-29 16:59", "2026-04-29 16:59"),
        ("2026-04-30 17:00", "2026-05-04 09:00"),
        ("2026-12-31 17:00", "2027-01-04 09:00"),
    ],
)
def test_a_frame_is_open_from_its_first_moment_until_it_ends(moment: str, opening: str) -> None:
    assert OFFICE.next_opening(warsaw(moment)) == warsaw(opening)
    assert OFFICE.is_open(warsaw(moment)) == (moment == opening)


def test_days_of_its_own_go_before_the_week_and_before_holidays() -> None:
    assert [SHORT_FRIDAY.is_working_day(date(2026, 5, day)) for day in (8, 9, 10, 11, 12)] == [
        True,
        True,
        False,
        False,
        True,
    ]
    assert SHORT_FRIDAY.between(warsaw("2026-05-08 12:00"), warsaw("2026-05-12 10:00")) == hours(1 + 2 + 1)
    assert SHORT_FRIDAY.is_open(warsaw("2026-11-11 10:00"))


def test_a_region_has_holidays_of_its_own() -> None:
    epiphany = date(2026, 1, 6)

    assert office_hours("Europe/Berlin", "DE").is_working_day(epiphany)
    assert not office_hours("Europe/Berlin", "DE", "BY").is_working_day(epiphany)


def test_the_24th_of_december_became_a_holiday_in_2025() -> None:
    assert OFFICE.is_working_day(date(2024, 12, 24))
    assert not OFFICE.is_working_day(date(2025, 12, 24))


def test_nights_are_as_long_as_the_clocks_make_them() -> None:
    assert ROUND_THE_CLOCK.between(warsaw("2026-03-29"), warsaw("2026-03-30")) == hours(23)
    assert ROUND_THE_CLOCK.between(warsaw("2026-10-25"), warsaw("2026-10-26")) == hours(25)


def test_a_frame_that_begins_in_the_hour_that_comes_twice_is_open_twice() -> None:
    late = Calendar("Europe/Warsaw", ((Frame.parse("02:30-05:00"),),) * 7)
    night = warsaw("2026-10-25")

    assert late.between(night, night + hours(6)) == hours(3)
    assert late.is_open(warsaw("2026-10-25 02:45"))
    assert late.is_open(warsaw("2026-10-25 02:45").replace(fold=1))
    assert not late.is_open(warsaw("2026-10-25 02:15").replace(fold=1))


@pytest.mark.parametrize(
    ("days", "expected"),
    [(0, WEDNESDAY), (1, THURSDAY), (2, date(2026, 5, 4)), (-1, date(2026, 4, 28)), (-3, date(2026, 4, 24))],
)
def test_working_days(days: int, expected: date) -> None:
    assert OFFICE.add_days(WEDNESDAY, days) == expected


def test_from_a_closed_day_the_nearest_working_days_are_one_away() -> None:
    assert OFFICE.add_days(SATURDAY, 1) == date(2026, 5, 4)
    assert OFFICE.add_days(SATURDAY, -1) == THURSDAY
    assert OFFICE.add_days(SATURDAY, 0) == SATURDAY


def test_a_moment_keeps_its_local_time_when_the_clocks_change() -> None:
    friday = warsaw("2026-03-27 15:00")

    assert OFFICE.add_days(friday, 1) == warsaw("2026-03-30 15:00")
    assert OFFICE.add_days(friday, 1) - friday.astimezone(UTC) == timedelta(days=3, hours=-1)


def test_a_local_time_that_comes_twice_or_never() -> None:
    """Whatever counts days means the later one; no days leave a moment where it is."""
    night = Calendar("Europe/Warsaw", ((Frame.parse("00:00-02:30"),),) * 7)
    once, again = datetime(2026, 10, 25, 0, 30, tzinfo=UTC), datetime(2026, 10, 25, 1, 30, tzinfo=UTC)

    assert night.end_of_day(date(2026, 10, 25)) == again
    assert night.add_days(warsaw("2026-10-24 02:30"), 1) == again
    assert [night.add_days(once, 0), night.add_days(again, 0)] == [once, again]
    assert night.end_of_day(date(2026, 3, 29)) == warsaw("2026-03-29 03:30")


def test_a_day_is_the_local_date() -> None:
    assert OFFICE.day_of(datetime(2026, 5, 1, 21, 59, tzinfo=UTC)) == MAY_DAY
    assert OFFICE.day_of(datetime(2026, 5, 1, 22, tzinfo=UTC)) == SATURDAY


@pytest.mark.parametrize(
    ("calendar", "day", "end"),
    [
        (OFFICE, WEDNESDAY, "17:00"),
        (OFFICE, MAY_DAY, "17:00"),  # a holiday ends as this weekday usually does
        (OFFICE, SATURDAY, "17:00"),  # a weekday that is never open, as the latest of the week
        (SHORT_FRIDAY, date(2026, 5, 8), "13:00"),
        (SHORT_FRIDAY, MAY_DAY, "13:00"),
        (SHORT_FRIDAY, date(2026, 5, 9), "12:00"),
        (SHORT_FRIDAY, date(2026, 5, 10), "17:30"),
        (SHORT_FRIDAY, date(2026, 5, 11), "17:30"),  # closed in addition
        (ROUND_THE_CLOCK, SATURDAY, "23:59"),  # midnight would be another date
    ],
)
def test_the_end_of_a_day(calendar: Calendar, day: date, end: str) -> None:
    assert calendar.end_of_day(day) == warsaw(f"{day} {end}")


def test_the_end_of_a_day_in_winter_is_another_hour_in_utc_than_in_summer() -> None:
    assert OFFICE.end_of_day(date(2026, 1, 14)) == datetime(2026, 1, 14, 16, tzinfo=UTC)
    assert OFFICE.end_of_day(date(2026, 7, 14)) == datetime(2026, 7, 14, 15, tzinfo=UTC)


def test_a_day_that_a_zone_left_out_has_no_working_time() -> None:
    apia = Calendar("Pacific/Apia", ((Frame.parse("09:00-17:00"),),) * 7)

    assert apia.between(datetime(2011, 12, 30, 3, tzinfo=UTC), datetime(2011, 12, 30, 19, tzinfo=UTC)) == hours(0)


def test_a_moment_without_a_zone_is_refused() -> None:
    naive = datetime(2026, 5, 4, 9)

    for question in (OFFICE.is_open, OFFICE.next_opening, OFFICE.day_of):
        with pytest.raises(ValueError, match="has a time zone"):
            question(naive)
    with pytest.raises(ValueError, match="has a time zone"):
        OFFICE.between(naive, naive)
    with pytest.raises(ValueError, match="has a time zone"):
        OFFICE.add(naive, hours(1))
    with pytest.raises(ValueError, match="has a time zone"):
        OFFICE.add_days(naive, 1)


def test_a_moment_is_not_taken_for_a_day() -> None:
    with pytest.raises(ValueError, match="see day_of"):
        OFFICE.end_of_day(datetime(2026, 5, 4, 9, tzinfo=UTC))


def test_a_calendar_that_never_opens_again_is_found_out() -> None:
    days = {date(2290, 1, 1) + timedelta(days=n): () for n in range(3652)}
    closing_down = Calendar("UTC", OFFICE.week, days=days)

    with pytest.raises(ValueError, match="from 1900 to 2299"):
        closing_down.next_opening(datetime(2290, 1, 1, tzinfo=UTC))


def test_a_calendar_cannot_be_changed_by_what_it_was_made_from() -> None:
    days = {MAY_DAY: (Frame.parse("09:00-10:00"),)}
    calendar = Calendar("Europe/Warsaw", OFFICE.week, "PL", days=days)

    days.clear()

    assert calendar.is_working_day(MAY_DAY)
    assert hash(calendar) == hash(Calendar("Europe/Warsaw", OFFICE.week, "PL"))
    assert calendar != Calendar("Europe/Warsaw", OFFICE.week, "PL")
