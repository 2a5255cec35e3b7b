"""A calendar as JSON: what it looks like, and what is refused."""

import json
from typing import Any

import pytest

from calendars import Calendar, Frame, office_hours

OFFICE = {
    "time_zone": "Europe/Warsaw",
    "country": "PL",
    "region": None,
    "week": {day: ["09:00-17:00"] for day in ("monday", "tuesday", "wednesday", "thursday", "friday")},
    "days": {},
}


def test_the_office_as_json() -> None:
    assert json.loads(json.dumps(office_hours().to_mapping())) == OFFICE
    assert Calendar.from_mapping(OFFICE) == office_hours()


def test_country_region_and_days_may_be_left_out() -> None:
    calendar = Calendar.from_mapping({"time_zone": "UTC", "week": {"sunday": ["00:00-24:00"]}})

    assert calendar == Calendar("UTC", ((), (), (), (), (), (), (Frame.parse("00:00-24:00"),)))


def test_frames_are_put_in_order() -> None:
    calendar = Calendar.from_mapping({"time_zone": "UTC", "week": {"monday": ["22:00-24:00", "00:00-06:00"]}})

    assert [str(frame) for frame in calendar.week[0]] == ["00:00-06:00", "22:00-24:00"]


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"time_zone": "Europe/Atlantis"}, "IANA database .*: 'Europe/Atlantis'"),
        ({"time_zone": "../../etc/passwd"}, "IANA database"),
        ({"time_zone": "Europe"}, "IANA database"),
        ({"time_zone": ""}, "IANA database"),
        ({"time_zone": 1}, "time_zone is a text"),
        ({"country": "XX"}, "country is a code .*: 'XX'"),
        ({"country": "Poland"}, "country is a code"),
        ({"country": "POL"}, "country is a code"),
        ({"country": "UK"}, "country is a code"),
        ({"country": "pl"}, "country is a code"),
        ({"country": "XNYS"}, "country is a code"),
        ({"country": ["PL"]}, "country is a text"),
        ({"country": "DE", "region": "XX"}, "DE has no region 'XX', but BB, BE"),
        ({"country": "DE", "region": "Bayern"}, "DE has no region 'Bayern'"),
        ({"country": None, "region": "BY"}, "No country has no region 'BY', but none"),
        ({"week": {}}, "at least one of them has a frame"),
        ({"week": {"monday": []}}, "at least one of them has a frame"),
        ({"week": {"montag": ["09:00-17:00"]}}, "Weekdays are monday, .*: montag"),
        ({"week": [["09:00-17:00"]]}, "week is a mapping"),
        ({"week": {"monday": "09:00-17:00"}}, "are a list"),
        ({"week": {"monday": ["9-17"]}}, "is written as .*: '9-17'"),
        ({"week": {"monday": [9]}}, "is written as"),
        ({"week": {"monday": ["09:00-17:60"]}}, "60 minutes"),
        ({"week": {"monday": ["17:00-09:00"]}}, "ends later on the day it begins"),
        ({"week": {"monday": ["09:00-09:00"]}}, "ends later on the day it begins"),
        ({"week": {"monday": ["22:00-24:01"]}}, "at midnight at the latest"),
        ({"week": {"monday": ["09:00-13:00", "12:00-17:00"]}}, "do not overlap: 09:00-13:00 and 12:00-17:00"),
        ({"days": {"2026-02-30": []}}, "is written as .*: '2026-02-30'"),
        ({"days": {"20260502": []}}, "is written as"),
        ({"days": {"2026-05-02": None}}, "are a list"),
        ({"days": {"2026-05-02": ["09:00-13:00", "12:00-17:00"]}}, "do not overlap"),
        ({"days": []}, "days is a mapping"),
        ({"holidays": "PL"}, "A calendar has no holidays"),
    ],
)
def test_what_is_wrong_is_said(change: dict[str, Any], says: str) -> None:
    with pytest.raises(ValueError, match=says):
        Calendar.from_mapping({**OFFICE, **change})


@pytest.mark.parametrize("missing", ["time_zone", "week"])
def test_what_is_missing_is_said(missing: str) -> None:
    with pytest.raises(ValueError, match=f"A calendar needs {missing}"):
        Calendar.from_mapping({key: value for key, value in OFFICE.items() if key != missing})


def test_what_is_no_mapping_is_refused() -> None:
    with pytest.raises(ValueError, match="A calendar is a mapping"):
        Calendar.from_mapping([])  # type: ignore[arg-type]
