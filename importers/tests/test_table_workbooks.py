"""Tables in workbooks: numbers, dates and errors as Excel keeps them, titles above the header, the right sheet."""

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from importers.assets import ASSETS
from importers.checked_tables import check_table
from importers.findings import FileRefused
from importers.sheets import LARGEST_UNPACKED
from importers.table_kinds import ImportContext
from openpyxl import Workbook

WriteWorkbook = Callable[..., Path]


@pytest.fixture
def write_workbook(tmp_path: Path) -> WriteWorkbook:
    """Writes sheets of rows as a workbook."""

    def write(**sheets: Sequence[Sequence[Any]]) -> Path:
        workbook = Workbook()
        workbook.remove(workbook.active)
        for name, rows in sheets.items():
            sheet = workbook.create_sheet(name)
            for row in rows:
                sheet.append(row)
        workbook.save(tmp_path / "table.xlsx")
        return tmp_path / "table.xlsx"

    return write


def test_the_cells_of_a_workbook_mean_what_excel_shows(write_workbook: WriteWorkbook) -> None:
    header = ["Nr inwentarzowy", "Numer seryjny", "Data zakupu", "Cena EUR", "Gwarancja do"]
    path = write_workbook(Sprzęt=[header, [1001, "SN 1", date(2024, 3, 6), 1234.5, 46000], [None] * 5])

    table = check_table(path, ASSETS, ImportContext())

    expected = {"tag": "1001", "serial": "SN 1", "purchased_on": "2024-03-06", "warranty_until": "2025-12-09"}
    assert table.rows[0].values == expected | {"price": {"amount": 123450, "currency": "EUR"}}
    assert len(table.rows) == 1


def test_the_sheet_with_the_known_header_is_taken_even_below_a_title(write_workbook: WriteWorkbook) -> None:
    path = write_workbook(
        Info=[["Ewidencja sprzętu"], ["stan na 2026"]],
        Dane=[["Ewidencja"], [], ["tag", "serial", "uwagi"], ["L1", "SN1", "ok"]],
    )

    table = check_table(path, ASSETS, ImportContext())

    assert [(row.line, row.key) for row in table.rows] == [(4, "L1")]


def test_a_workbook_that_unpacks_to_far_more_than_it_is_is_not_unpacked(tmp_path: Path) -> None:
    with ZipFile(tmp_path / "table.xlsx", "w", ZIP_DEFLATED) as packed, packed.open("xl/sheet.xml", "w") as sheet:
        for _ in range(LARGEST_UNPACKED // 1024**2 + 1):
            sheet.write(b" " * 1024**2)

    with pytest.raises(FileRefused) as refused:
        check_table(tmp_path / "table.xlsx", ASSETS, ImportContext())

    assert (tmp_path / "table.xlsx").stat().st_size < 1024**2
    assert refused.value.code == "file_too_large"


def test_a_damaged_workbook_is_refused_in_words(tmp_path: Path) -> None:
    (tmp_path / "table.xlsx").write_bytes(b"PK\x03\x04 and nothing more")

    with pytest.raises(FileRefused) as refused:
        check_table(tmp_path / "table.xlsx", ASSETS, ImportContext())

    assert refused.value.code == "file_not_a_table"
