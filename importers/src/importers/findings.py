"""Findings about the lines of a file, their messages in two languages, and the CSV file of refused lines.

The logic uses codes only; the texts are in `texts`.
"""

import csv
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from io import StringIO
from pathlib import Path
from typing import Literal

from contracts.vocabulary import Language
from embedded_platform.errors import OperatorError

from importers.texts import texts_of

Weight = Literal["refused", "noted"]
DANGEROUS = ("=", "+", "-", "@", "\t", "\r")
"""A cell beginning so is run as a formula by spreadsheets."""
LINE, REASONS = "opslayer line", "opslayer reasons"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to say about a line: `refused` lines are not applied, `noted` ones are, with the remark kept."""

    line: int
    column: str
    code: str
    value: str = ""
    key: str = ""
    weight: Weight = "refused"

    def message(self, language: Language) -> str:
        """Its text for people."""
        facts = {"column": self.column, "value": self.value, "code": self.code, "key": self.key}
        return texts_of(language).first_of(self.code, "other", **facts)

    def to_json(self, language: Language) -> dict[str, object]:
        """For `--json`."""
        return {**asdict(self), "text": self.message(language)}


class FileRefused(OperatorError):
    """The file as a whole cannot be read as what it should be."""

    def __init__(self, code: str, path: Path, **facts: str) -> None:
        self.code = code
        super().__init__(texts_of("en")(code, path=path, **facts))


def escape_formula(cell: str) -> str:
    """Marks a cell as text, so that no spreadsheet runs it as a formula."""
    return f"'{cell}" if cell.startswith(DANGEROUS) else cell


def unescape_formula(cell: str) -> str:
    """The text of a cell that `escape_formula` marked."""
    return cell[1:] if cell.startswith("'") and cell[1:].startswith(DANGEROUS) else cell


def refused_lines_csv(
    header: Sequence[str], lines: Iterable[tuple[int, Sequence[str]]], findings: Sequence[Finding], language: Language
) -> str:
    """A CSV file of the refused lines with the reasons beside them; corrected, it can be imported again."""
    reasons: dict[int, list[str]] = {}
    for finding in findings:
        if finding.weight == "refused":
            reasons.setdefault(finding.line, []).append(finding.message(language))
    text = StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow([*map(escape_formula, header), LINE, REASONS])
    for line, cells in lines:
        if line in reasons:
            padded = [*cells, *[""] * (len(header) - len(cells))][: len(header)]
            writer.writerow([*map(escape_formula, padded), str(line), escape_formula(" ".join(reasons[line]))])
    return "\ufeff" + text.getvalue()
