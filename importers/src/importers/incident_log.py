"""Reads a ServiceNow incident event log: which columns it has, and which rows belong to one incident, in their order.

What the rows mean is judged in `incident_mapping`.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from importers.findings import FileRefused, Finding
from importers.text_files import Record, TextFile, detect_format

UNKNOWN = "?"
NUMBER, STATE, MOD_COUNT = "number", "incident_state", "sys_mod_count"
UPDATED_AT, UPDATED_BY = "sys_updated_at", "sys_updated_by"
NEEDED = (NUMBER, STATE, MOD_COUNT, UPDATED_AT)
OTHER_NAMES = {
    "sys_updated_on": UPDATED_AT,
    "updated": UPDATED_AT,
    "updated_by": UPDATED_BY,
    "updates": MOD_COUNT,
    "state": STATE,
    "sys_created_on": "sys_created_at",
    "opened": "opened_at",
    "resolved": "resolved_at",
    "closed": "closed_at",
    "caller": "caller_id",
    "close_code": "closed_code",
    "symptom": "u_symptom",
    "configuration_item": "cmdb_ci",
}
"""Names the same columns have in other exports of ServiceNow, normalised."""


@dataclass(frozen=True, slots=True)
class Row:
    """One update of one incident: the line, its place in the file, and the cells by column."""

    line: int
    values: dict[str, str]
    surplus: tuple[str, ...] = ()
    missing: bool = False

    @property
    def mod_count(self) -> int | None:
        """The source's own number of the update; None when it cannot be read."""
        text = self.values[MOD_COUNT]
        return int(text) if text.isascii() and text.isdigit() else None


@dataclass(frozen=True, slots=True)
class RawIncident:
    """All rows of one incident, in their order."""

    number: str
    rows: list[Row]


class IncidentLog:
    """A log that was looked at once: its writing, its columns, and where each incident ends."""

    def __init__(self, path: Path) -> None:
        self._file: TextFile = detect_format(path)
        records = self._file.records()
        self._columns = _columns(next(records, Record(1, [])), path)
        self._number_at = self._columns.index(NUMBER)
        self._last_lines: dict[str, int] = {}
        self.row_count = 0
        for record in records:
            self.row_count += 1
            self._last_lines[self._number(record)] = record.line

    def incidents(self) -> Iterator[RawIncident | Finding]:
        """Every incident once its last row was read, and a finding for each row that belongs to none."""
        gathered: dict[str, list[Row]] = {}
        records = self._file.records()
        next(records)
        for record in records:
            number = self._number(record)
            if number in ("", UNKNOWN):
                yield Finding(record.line, NUMBER, "number_missing", self._file.delimiter.join(record.cells)[:500])
                continue
            gathered.setdefault(number, []).append(self._row(record))
            if record.line == self._last_lines[number]:
                yield RawIncident(number, in_order(gathered.pop(number)))

    def _number(self, record: Record) -> str:
        return record.cells[self._number_at].strip() if len(record.cells) > self._number_at else ""

    def _row(self, record: Record) -> Row:
        cells = [cell.strip() for cell in record.cells]
        width = len(self._columns)
        padded = cells + [UNKNOWN] * (width - len(cells))
        values = dict(zip(self._columns, padded, strict=False))
        return Row(record.line, values, tuple(filter(None, cells[width:])), len(cells) < width)


def in_order(rows: list[Row]) -> list[Row]:
    """Orders rows by the number of the update, then by line; never by time, which is cut to minutes and can be wrong.

    A row whose number cannot be read stays behind the one before it in the file.
    """
    known = -1
    places: list[tuple[int, Row]] = []
    for row in rows:
        known = known if row.mod_count is None else row.mod_count
        places.append((known, row))
    return [row for _, row in sorted(places, key=lambda place: place[0])]


def _columns(header: Record, path: Path) -> list[str]:
    names = [_name(cell) for cell in header.cells]
    present = set(names)
    columns: list[str] = []
    for place, name in enumerate(names):
        meant = OTHER_NAMES.get(name, name)
        meant = name if meant in present and meant != name else meant
        columns.append(meant if meant and meant not in columns else f"{meant or 'column'}_{place + 1}")
    lacking = [name for name in NEEDED if name not in columns]
    if lacking:
        raise FileRefused("columns_missing", path, columns=", ".join(lacking))
    return columns


def _name(cell: str) -> str:
    return "_".join(cell.strip().strip("'").casefold().replace("-", " ").split())
