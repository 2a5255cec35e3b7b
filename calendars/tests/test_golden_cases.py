"""Two hundred cases that somebody else computed minute by minute: clock changes, holidays, split days, nights, 24x7."""

import csv
import gzip
import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from calendars.text import WEEKDAYS

from calendars import Calendar

REGIONS = {"GB": "ENG"}
"""The cases say GB and were computed with the holidays of England."""

DATA = Path(__file__).parent / "data"
CALENDARS = {
    name: Calendar.from_mapping(
        {
            "time_zone": shape["timezone"],
            "country": shape["holidays"],
            "region": REGIONS.get(shape["holidays"]),
            "week": {WEEKDAYS[int(day)]: frames for day, frames in shape["weekly"].items()},
        }
    )
    for name, shape in json.loads((DATA / "sla_calendars.json").read_text()).items()
}


def cases() -> Iterator[Any]:
    with gzip.open(DATA / "sla_cases.csv.gz", "rt") as file:
        for row in csv.DictReader(file):
            yield pytest.param(row, id=f"{row['calendar']}-{row['start_utc']}-{row['target_business_minutes']}")


CASES = list(cases())


def test_all_cases_are_here() -> None:
    assert len(CASES) == 200


@pytest.mark.parametrize("case", CASES)
def test_a_target_is_due_when_its_last_minute_is_over(case: dict[str, str]) -> None:
    target = timedelta(minutes=int(case["target_business_minutes"]))

    assert CALENDARS[case["calendar"]].add(moment(case["start_utc"]), target) == moment(case["due_utc"])


@pytest.mark.parametrize("case", CASES)
def test_working_time_between_two_moments(case: dict[str, str]) -> None:
    elapsed = timedelta(minutes=int(case["elapsed_business_minutes"]))

    assert CALENDARS[case["calendar"]].between(moment(case["start_utc"]), moment(case["end_utc"])) == elapsed


@pytest.mark.parametrize("case", CASES)
def test_a_clock_that_was_paused_is_due_when_what_remains_has_passed(case: dict[str, str]) -> None:
    """The clock pauses and resumes at the end of the case: what elapsed until then is taken off the target."""
    calendar, start, end = CALENDARS[case["calendar"]], moment(case["start_utc"]), moment(case["end_utc"])
    target = timedelta(minutes=int(case["target_business_minutes"]))

    due = calendar.add(end, target - calendar.between(start, end))

    assert calendar.between(start, due) == target
    assert (due > end) == (int(case["elapsed_business_minutes"]) < int(case["target_business_minutes"]))


def moment(text: str) -> datetime:
    return datetime.fromisoformat(text)
