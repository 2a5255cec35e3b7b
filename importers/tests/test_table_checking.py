"""Whole tables: which rows are good, and what is said about the others, by line and column."""

import csv
from collections.abc import Callable
from pathlib import Path

import pytest
from importers.assets import ASSETS, by_names
from importers.checked_tables import CheckedTable, check_table
from importers.findings import FileRefused
from importers.hardware_models import MODELS
from importers.people import PEOPLE
from importers.table_kinds import ImportContext, TableKind
from importers.texts import texts_of

Check = Callable[..., CheckedTable]
ANNA = {"id": "1", "name": "Anna Nowak", "status": "active"}
LATITUDE = {"id": "2", "manufacturer": "Dell", "name": "Latitude 7490", "category": "laptop"}
KNOWN = ImportContext({"anna@firma.pl": ANNA, "byly@firma.pl": {**ANNA, "status": "left"}}, by_names([LATITUDE]))


@pytest.fixture
def check(tmp_path: Path) -> Check:
    """Checks a text as a table."""

    def checked(kind: TableKind, text: str, around: ImportContext = KNOWN, encoding: str = "utf-8") -> CheckedTable:
        path = tmp_path / "table.csv"
        path.write_bytes(text.encode(encoding))
        return check_table(path, kind, around)

    return checked


def said(table: CheckedTable) -> list[tuple[int, str, str]]:
    return [(finding.line, finding.column, finding.code) for finding in table.findings]


def test_a_polish_export_of_excel_is_read(check: Check) -> None:
    text = "Producent;Model;Typ;Cena (PLN);Okres użytkowania (lata)\r\nDell;Latitude 7490;Laptop;4 999,00;4\r\n"

    table = check(MODELS, text, encoding="cp1250")

    price = {"amount": 499900, "currency": "PLN"}
    expected = {"manufacturer": "Dell", "name": "Latitude 7490", "category": "laptop", "price": price}
    assert table.rows[0].values == expected | {"lifetime_months": 48, "stores_data": True}


@pytest.mark.parametrize(
    "text",
    [
        "name,email\nAnna Nowak,anna@firma.pl\n",
        "\ufeffe-mail;imię;nazwisko\nANNA@firma.pl;Anna;Nowak\n",
        "sep=;\nImię i nazwisko;Adres e-mail\nAnna Nowak;anna@firma.pl\n",
        "Lista pracowników\n\nPracownik\tEmail\n  Anna   Nowak \tanna@firma.pl\n",
        '"name","email"\n\n"Anna Nowak","Anna <anna@firma.pl>"\n,\n',
    ],
)
def test_the_same_person_comes_from_any_usual_writing(check: Check, text: str) -> None:
    table = check(PEOPLE, text)

    assert [row.values for row in table.rows] == [{"name": "Anna Nowak", "email": "anna@firma.pl"}]
    assert table.findings == ()


def test_every_error_is_told_by_line_and_column_as_the_file_calls_it(check: Check) -> None:
    text = "Pracownik;Email;Od;Do\nAnna;anna;1.1.2024;\n;b@firma.pl;31.02.2024;\nCelina;c@firma.pl;2.1.2024;1.1.2024\n"

    table = check(PEOPLE, text)

    assert said(table) == [
        (2, "Email", "email_unreadable"),
        (3, "Od", "date_unreadable"),
        (3, "Pracownik", "value_missing"),
        (4, "Do", "dates_crossed"),
    ]
    assert table.rows == ()
    assert table.refused_lines == 3


def test_what_stands_twice_in_a_file_is_refused_the_second_time(check: Check) -> None:
    text = "tag;serial\nL1;SN1\nl1;SN2\nL3;sn1\nL4;SN4\n"

    table = check(ASSETS, text)

    assert said(table) == [(3, "tag", "repeated_in_file"), (4, "serial", "repeated_in_file")]
    assert [row.key for row in table.rows] == ["L1", "L4"]


@pytest.mark.parametrize(
    ("cells", "code"),
    [
        ("nikt@firma.pl;", "person_unknown"),
        ("byly@firma.pl;", "person_has_left"),
        ("anna@firma.pl;magazyn", "stock_with_holder"),
        (";w użyciu", "use_without_holder"),
        ("Anna;", "email_unreadable"),
        (";zjedzony", "not_in_the_list"),
        ("#N/A;", "cell_is_an_error"),
    ],
)
def test_holder_and_state_have_to_fit_each_other_and_the_people_there_are(check: Check, cells: str, code: str) -> None:
    table = check(ASSETS, f"tag;Użytkownik;Stan\nL1;{cells}\n")

    assert [finding.code for finding in table.findings] == [code]


def test_an_unknown_model_is_remarked_and_the_asset_taken_over(check: Check) -> None:
    table = check(ASSETS, "tag;producent;model\nL1;Dell;Latitude 7490\nL2;Acme;Rocket\n")

    assert [(finding.code, finding.weight) for finding in table.findings] == [("model_unknown", "noted")]
    assert len(table.rows) == 2


def test_without_a_gateway_only_the_file_itself_is_checked(check: Check) -> None:
    table = check(ASSETS, "tag;holder\nL1;nikt@firma.pl\n", ImportContext())

    assert table.findings == ()


def test_a_manager_may_stand_in_the_same_file(check: Check) -> None:
    text = "name;email;manager\nAnna;a@firma.pl;b@firma.pl\nBogdan;b@firma.pl;x@firma.pl\n"

    assert [(finding.line, finding.code) for finding in check(PEOPLE, text).findings] == [(3, "person_unknown")]


def test_columns_that_nobody_knows_are_named(check: Check) -> None:
    table = check(PEOPLE, "name;email;Ulubiony kolor;mail\nAnna;a@firma.pl;zielony;\n")

    assert table.unknown_headings == ("Ulubiony kolor", "mail")


@pytest.mark.parametrize(
    ("text", "code"), [("", "header_missing"), ("a;b\n1;2\n", "header_missing"), ("imię\nAnna\n", "columns_missing")]
)
def test_a_file_without_the_needed_columns_is_refused_as_a_whole(check: Check, text: str, code: str) -> None:
    with pytest.raises(FileRefused) as refused:
        check(PEOPLE, text)

    assert refused.value.code == code


def test_the_refused_lines_come_back_as_a_file_that_can_be_mended_and_imported(check: Check) -> None:
    table = check(PEOPLE, "name;email;phone\nAnna;anna;+48 1\nBogdan;b@firma.pl;2\n")

    text = table.refused_csv("pl").lstrip("\ufeff")
    (row,) = list(csv.DictReader(text.splitlines(), delimiter=";"))
    mended = check(PEOPLE, text.replace(";anna;", ";anna@firma.pl;"))

    assert (row["name"], row["phone"], row["opslayer line"]) == ("Anna", "'+48 1", "2")
    assert "nie jest adresem" in row["opslayer reasons"]
    assert [row.key for row in mended.rows] == ["anna@firma.pl"]


def test_every_sentence_exists_in_both_languages_and_takes_the_same_facts() -> None:
    polish, english = texts_of("pl"), texts_of("en")

    assert polish.keys == english.keys
    for code in polish.keys:
        assert code not in (polish(code), english(code))
        assert polish.placeholders(code) == english.placeholders(code) or code == "amount_ambiguous", code
