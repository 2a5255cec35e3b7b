"""Checks a table of some kind: returns its good rows, and a finding by line and column for each fault.

The dry run and the real import are the same up to here.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from contracts.vocabulary import Language

from importers.cells import is_empty, read
from importers.findings import FileRefused, Finding, Weight, refused_lines_csv
from importers.headings import ColumnMatch, find_columns
from importers.sheets import Cell, CellError, Line, Sheet, open_sheet, text_of
from importers.table_kinds import ImportContext, TableKind, Values, with_money


@dataclass(frozen=True, slots=True)
class TableRow:
    """A row that can be applied."""

    line: int
    key: str
    values: Values


@dataclass(frozen=True, slots=True)
class CheckedTable:
    """A checked file: rows to apply, findings, and unknown headings (their columns are left out)."""

    sheet: Sheet
    rows: tuple[TableRow, ...]
    findings: tuple[Finding, ...]
    unknown_headings: tuple[str, ...]

    @property
    def refused_lines(self) -> int:
        """How many lines are not applied."""
        return len({finding.line for finding in self.findings if finding.weight == "refused"})

    def refused_csv(self, language: Language) -> str:
        """The refused lines as a CSV file, with the reasons."""
        lines = ((line.number, [text_of(cell) for cell in line.cells]) for line in self.sheet.lines)
        return refused_lines_csv(self.sheet.header, lines, self.findings, language)


def check_table(path: Path, kind: TableKind, context: ImportContext) -> CheckedTable:
    """Reads a file as a table of the kind."""
    sheet = open_sheet(path, lambda header: len(find_columns(header, kind.names).places))
    found = find_columns(sheet.header, kind.names)
    for group in kind.needed:
        if not any(column in found.places for column in group):
            raise FileRefused("columns_missing", path, columns=" / ".join(group))
    checking = _TableChecker(kind, found, sheet, context)
    rows = tuple(filter(None, map(checking.row, sheet.lines)))
    return CheckedTable(sheet, rows, tuple(checking.findings), (*found.unknown, *found.repeated))


class _TableChecker:
    """Checks the rows of one file; remembers the values that must be unique."""

    def __init__(self, kind: TableKind, found: ColumnMatch, sheet: Sheet, context: ImportContext) -> None:
        self.findings: list[Finding] = []
        self._kind = kind
        self._found = found
        self._sheet = sheet
        self._seen: dict[tuple[tuple[str, ...], tuple[str, ...]], int] = {}
        self._context = replace(context, in_file={"email": frozenset(self._all_of("email"))})

    def row(self, line: Line) -> TableRow | None:
        """The row of a line, or None when something refuses it."""
        before = len(self.findings)
        values = self._kind.finish(self._values(line))
        key = self._kind.key(values)
        self._missing(line, values, {finding.column for finding in self.findings[before:]})
        self._repeated(line, values, key)
        for fault in self._kind.check(values, self._context):
            self._say(line, fault.column, fault.code, fault.value, key, fault.weight)
        if any(finding.weight == "refused" for finding in self.findings[before:]):
            return None
        return TableRow(line.number, key, with_money(values, self._context))

    def _values(self, line: Line) -> Values:
        values: Values = {}
        for column in self._kind.columns:
            cell = self._cell(line, column.name)
            if cell is None or is_empty(cell):
                continue
            try:
                values[column.name] = read(column.read, cell)
            except CellError as refused:
                self._say(line, column.name, refused.code, text_of(cell))
        if "price" in values and "price" in self._found.currencies:
            values.setdefault("currency", self._found.currencies["price"])
        return values

    def _missing(self, line: Line, values: Values, refused: set[str]) -> None:
        for group in self._kind.needed:
            headings = {self._heading(column) for column in group}
            if not any(column in values for column in group) and not headings & refused:
                self._say(line, group[0], "value_missing")

    def _repeated(self, line: Line, values: Values, key: str) -> None:
        for columns in self._kind.unique:
            if not all(column in values for column in columns):
                continue
            value = tuple(str(values[column]).casefold() for column in columns)
            first = self._seen.setdefault((columns, value), line.number)
            if first != line.number:
                self._say(line, columns[-1], "repeated_in_file", str(first), key)
                return

    def _say(
        self, line: Line, column: str, code: str, value: str = "", key: str = "", weight: Weight = "refused"
    ) -> None:
        self.findings.append(Finding(line.number, self._heading(column), code, value, key, weight))

    def _heading(self, column: str) -> str:
        """The column as the file calls it."""
        place = self._found.places.get(column)
        return self._sheet.header[place] if place is not None else column

    def _cell(self, line: Line, column: str) -> Cell | None:
        place = self._found.places.get(column)
        return line.cells[place] if place is not None and place < len(line.cells) else None

    def _all_of(self, column: str) -> Iterator[str]:
        for line in self._sheet.lines:
            cell = self._cell(line, column)
            if cell is not None:
                yield text_of(cell).casefold()


def table_kinds() -> Sequence[TableKind]:
    """All kinds of tables that can be imported, in the order in which they build on each other."""
    from importers.assets import ASSETS
    from importers.hardware_models import MODELS
    from importers.people import PEOPLE

    return (MODELS, PEOPLE, ASSETS)
