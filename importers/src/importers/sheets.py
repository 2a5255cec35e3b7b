"""Opens a table of any kind, delimited text or workbook, and finds its header. Columns mean nothing here.

The reader of workbooks gives a formula that failed (#N/A) as an empty cell; only in text files can it be told apart.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from zipfile import BadZipFile, ZipFile, is_zipfile

from python_calamine import CalamineError, CalamineWorkbook

from importers.findings import FileRefused, unescape_formula
from importers.text_files import detect_format

Cell = str | int | float | bool | date | datetime | time | timedelta
WORKBOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
"""How workbooks begin: XLSX and ODS are zip files, XLS is an OLE file."""
HEADER_WITHIN = 20
"""Titles and empty lines may stand above a header, but not a whole page."""
LARGEST_UNPACKED = 256 * 1024**2
"""Bytes; some hundred thousand rows."""
INVISIBLE = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff"))

Known = Callable[[Sequence[str]], int]
"""How many of the given headings are known."""


class CellError(ValueError):
    """The cell cannot be read as what its column holds; the code says what is wrong."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a table with its number as the spreadsheet or editor shows it."""

    number: int
    cells: list[Cell]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table: its headings and the lines below them that hold anything."""

    header: list[str]
    lines: list[Line]


def open_sheet(path: Path, known: Known) -> Sheet:
    """The table of a file; of a workbook, the sheet whose header has most known headings."""
    found = [_below_header(lines, known) for lines in _tables(path)]
    best = max(found, key=lambda sheet: known(sheet.header), default=None)
    if best is None or not known(best.header):
        raise FileRefused("header_missing", path)
    return best


def text_of(cell: Cell) -> str:
    """A cell as text, without the blanks and invisible letters around it; whole numbers without a point."""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime) and cell.time() == time():
        return cell.date().isoformat()
    text = cell if isinstance(cell, str) else str(cell)
    return unescape_formula(" ".join(text.translate(INVISIBLE).split()))


def _tables(path: Path) -> Iterator[list[Line]]:
    if not _is_workbook(path):
        yield [Line(record.line, list[Cell](record.cells)) for record in detect_format(path).records()]
        return
    try:
        _check_unpacked(path)
        workbook = CalamineWorkbook.from_path(path)
        for name in workbook.sheet_names:
            rows = workbook.get_sheet_by_name(name).to_python(skip_empty_area=False)
            yield [Line(number, list[Cell](row)) for number, row in enumerate(rows, start=1)]
    except (CalamineError, BadZipFile) as error:
        raise FileRefused("file_not_a_table", path, reason=str(error)) from error


def _check_unpacked(path: Path) -> None:
    """Refuses a workbook that would fill the memory: a few kilobytes can unpack to gigabytes."""
    if not is_zipfile(path):
        return
    with ZipFile(path) as packed:
        unpacked = sum(part.file_size for part in packed.infolist())
    if unpacked > LARGEST_UNPACKED:
        raise FileRefused("file_too_large", path, most=str(LARGEST_UNPACKED // 1024**2))


def _is_workbook(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            return file.read(4) in WORKBOOKS
    except FileNotFoundError as error:
        raise FileRefused("file_missing", path) from error
    except OSError as error:
        raise FileRefused("file_unreadable", path, reason=str(error.strerror or error)) from error


def _below_header(lines: list[Line], known: Known) -> Sheet:
    filled = [line for line in lines if any(text_of(cell) for cell in line.cells)]
    if not filled:
        return Sheet([], [])
    headers = [[text_of(cell) for cell in line.cells] for line in filled[:HEADER_WITHIN]]
    place = max(range(len(headers)), key=lambda index: known(headers[index]))
    return Sheet(headers[place], filled[place + 1 :])
