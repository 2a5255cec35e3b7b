"""Dates, money and durations as people of each language write them, in the client's time zone."""

from datetime import timedelta

import pytest
from gateway.panel.formats import day, decimal, elapsed_time, full_time, money, relative_time, short_time
from gateway.panel.viewer import Viewer


def test_a_time_today_is_only_a_time_in_the_clients_zone(anna: Viewer) -> None:
    assert short_time("2026-03-12T08:05:00Z", anna) == "09:05"


def test_a_near_day_has_its_weekday_and_a_far_one_its_year(anna: Viewer) -> None:
    assert day("2026-03-16", anna) == "pon., 16 marca"
    assert day("2026-05-04", anna) == "4 maja"
    assert day("2027-01-02", anna) == "2 stycznia 2027"


def test_a_point_in_time_is_as_short_as_it_stays_clear(anna: Viewer, tomek: Viewer) -> None:
    assert short_time("2026-03-10T08:05:00Z", anna) == "wt. 10 mar, 09:05"
    assert short_time("2025-12-10T08:05:00Z", tomek) == "10 Dec 2025, 09:05"


@pytest.mark.parametrize("extreme", ["9999-12-31T23:59:59-14:00", "0001-01-01T00:00:00+14:00"])
def test_a_time_at_the_end_of_the_calendar_is_shown_too(extreme: str, anna: Viewer) -> None:
    for shown in (short_time, full_time, day, relative_time, elapsed_time):
        assert shown(extreme, anna)


def test_whoever_wants_to_know_exactly_reads_it_in_full(anna: Viewer) -> None:
    assert full_time("2026-03-12T08:05:00Z", anna) == "12 marca 2026, 09:05"


def test_distances_are_sentences_of_the_language(anna: Viewer, tomek: Viewer) -> None:
    before = anna.now - timedelta(hours=2)

    assert (relative_time(before, anna), relative_time(before, tomek)) == ("2 godziny temu", "2 hours ago")
    assert elapsed_time(before, anna) == "2 godziny"


def test_money_is_written_the_languages_way(anna: Viewer, tomek: Viewer) -> None:
    price = {"amount": 124050, "currency": "PLN"}

    assert money(price, anna).replace("\xa0", " ") == "1 240,50 zł"
    assert money(price, tomek).replace("\xa0", " ") == "PLN 1,240.50"


def test_whole_amounts_have_no_decimals(anna: Viewer) -> None:
    assert money({"amount": 124000, "currency": "EUR"}, anna).replace("\xa0", " ") == "1 240 €"


def test_half_hours_have_the_languages_comma(anna: Viewer, tomek: Viewer) -> None:
    assert (decimal(2.5, anna), decimal(2.5, tomek)) == ("2,5", "2.5")
