"""How single cells are read: dates, amounts, lengths of time, headings."""

from datetime import date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from importers.amounts import amount_of
from importers.cells import email, months, years
from importers.dates import date_of
from importers.findings import escape_formula, unescape_formula
from importers.headings import normalised
from importers.sheets import Cell, CellError, text_of

SIXTH_OF_MARCH = date(2024, 3, 6)


@pytest.mark.parametrize(
    "cell",
    [
        *("2024-03-06", "6.03.2024", "06/03/2024", "6-3-2024", "06.03.24", "20240306", "6 marca 2024", "6 mar 2024"),
        *("6 March 2024", "2024-03-06 14:30:00", "6.3.2024 14:30", "45357", 45357.0, SIXTH_OF_MARCH),
        *(datetime(2024, 3, 6, 12, 30), "6 marzec 2024", "2024/03/06"),
    ],
)
def test_a_date_is_understood_in_its_usual_forms(cell: Cell) -> None:
    assert date_of(cell) == SIXTH_OF_MARCH


@pytest.mark.parametrize(
    "cell", ["03/13/2024", "30.02.2024", "soon", "2024", "0001-01-01", 12.0, "1.2.3.4", date(1900, 1, 1)]
)
def test_what_is_no_date_is_not_guessed(cell: Cell) -> None:
    with pytest.raises(CellError, match="date_unreadable"):
        date_of(cell)


@given(st.dates(date(1950, 1, 1), date(2100, 12, 31)))
def test_every_day_is_read_back_as_it_was_written(day: date) -> None:
    assert (
        date_of(day.isoformat()) == date_of(f"{day:%d.%m.%Y}") == date_of(datetime(day.year, day.month, day.day)) == day
    )


@pytest.mark.parametrize(
    ("cell", "minor", "currency"),
    [
        ("1234,56", 123456, None),
        ("1 234,56 zł", 123456, "PLN"),
        ("1\u00a0234,56\u00a0PLN", 123456, "PLN"),
        ("1.234,56", 123456, None),
        ("1,234.56 EUR", 123456, "EUR"),
        ("€ 99", 9900, "EUR"),
        ("4 999,-", 499900, None),
        ("1 234 567", 123456700, None),
        ("1.234.567", 123456700, None),
        (1234.5, 123450, None),
        (0.1 + 0.2, 30, None),
        ("0,5", 50, None),
    ],
)
def test_an_amount_is_understood_in_its_usual_forms(cell: Cell, minor: int, currency: str | None) -> None:
    amount = amount_of(cell)

    assert (amount.minor_units(currency or "PLN"), amount.currency) == (minor, currency)


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("1,234", "amount_ambiguous"),
        ("1.234", "amount_ambiguous"),
        ("-5", "amount_negative"),
        ("dużo", "amount_unreadable"),
        ("12,3456", "amount_unreadable"),
        ("10 talarów", "currency_unknown"),
        ("1,2,3", "amount_unreadable"),
        (float("nan"), "amount_unreadable"),
    ],
)
def test_an_amount_that_can_be_read_in_two_ways_or_none_is_refused(cell: Cell, code: str) -> None:
    with pytest.raises(CellError) as refused:
        amount_of(cell)

    assert refused.value.code == code


@given(st.integers(0, 10**11))
def test_every_amount_is_read_back_in_polish_and_in_english(minor: int) -> None:
    number = Decimal(minor) / 100
    english = f"{number:,.2f}"

    polish = english.replace(",", " ").replace(".", ",")

    assert amount_of(english).minor_units("EUR") == amount_of(polish).minor_units("EUR") == minor


@pytest.mark.parametrize(
    ("cell", "expected"), [("36", 36), ("3 lata", 36), ("4 years", 48), ("18 mies.", 18), ("2,5 roku", 30)]
)
def test_a_length_of_time_is_understood_with_its_unit(cell: str, expected: int) -> None:
    assert months(cell) == expected


def test_a_bare_number_in_a_column_of_years_means_years() -> None:
    assert years(4.0) == 48


@pytest.mark.parametrize(
    "cell", ["Jan Kowalski <Jan.Kowalski@Firma.pl>", "mailto:jan.kowalski@firma.pl", " JAN.KOWALSKI@firma.pl "]
)
def test_an_address_is_found_in_what_people_paste(cell: str) -> None:
    assert email(cell) == "jan.kowalski@firma.pl"


@pytest.mark.parametrize("cell", ["jan", "jan@firma", "a@b.pl; c@d.pl", "@firma.pl", "jan@firma.pl."])
def test_what_is_no_address_is_refused(cell: str) -> None:
    with pytest.raises(CellError):
        email(cell)


@given(st.text(st.characters(blacklist_categories=["Cc", "Cs", "Zs", "Zl", "Zp", "Cf"]), max_size=20))
def test_a_guarded_cell_is_no_formula_and_comes_back_as_it_was(text: str) -> None:
    assert not escape_formula(text).startswith(("=", "+", "-", "@"))
    assert unescape_formula(escape_formula(text)) == unescape_formula(text)


def test_headings_are_compared_without_accents_and_signs() -> None:
    assert normalised("  Użytkownik_sprzętu (E-mail) ") == "uzytkownik sprzetu e mail"
    assert text_of(12345.0) == "12345"
