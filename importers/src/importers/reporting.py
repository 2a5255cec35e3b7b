"""What is said about a line of a file: the finding, its sentence in two languages, and the file of lines to mend.

Codes stand in the logic; every sentence stands in `sentences`.
"""

import csv
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from typing import Literal

from contracts.vocabulary import Language
from embedded_platform.errors import OperatorError

from importers.sentences import FALLBACK, SENTENCES

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

    def sentence(self, language: Language) -> str:
        """What it means, for a person."""
        text = SENTENCES.get(self.code, FALLBACK)[language]
        return text.format(column=self.column, value=self.value, code=self.code, key=self.key)

    def to_json(self, language: Language) -> dict[str, object]:
        """For `--json`."""
        return {
            "line": self.line,
            "key": self.key,
            "column": self.column,
            "code": self.code,
            "value": self.value,
            "weight": self.weight,
            "text": self.sentence(language),
        }


class FileRefused(OperatorError):
    """A file that cannot be read as what it should be, as a whole."""

    def __init__(self, code: str, path: Path, language: Language = "en", **facts: str) -> None:
        self.code = code
        self.facts = facts
        super().__init__(SENTENCES[code][language].format(path=path, **facts))


def guarded(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula; `unguarded` brings the text back."""
    return f"'{cell}" if cell.startswith(DANGEROUS) else cell


def unguarded(cell: str) -> str:
    """The text of a cell that was guarded."""
    return cell[1:] if cell.startswith("'") and cell[1:].startswith(DANGEROUS) else cell


def lines_to_mend(
    header: Sequence[str], lines: Iterable[tuple[int, Sequence[str]]], findings: Sequence[Finding], language: Language
) -> str:
    """A CSV file of the refused lines as they came, with the reasons beside them; mended, it can be imported again."""
    reasons: dict[int, list[str]] = {}
    for finding in findings:
        if finding.weight == "refused":
            reasons.setdefault(finding.line, []).append(finding.sentence(language))
    text = StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow([*map(guarded, header), LINE, REASONS])
    for line, cells in lines:
        if line in reasons:
            padded = [*cells, *[""] * (len(header) - len(cells))][: len(header)]
            writer.writerow([*map(guarded, padded), str(line), guarded(" ".join(reasons[line]))])
    return "\ufeff" + text.getvalue()
