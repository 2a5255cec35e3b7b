"""The report of an import: a table of remarks and a line of totals, or one JSON object."""

import json
from dataclasses import dataclass
from pathlib import Path

import typer
from contracts.vocabulary import Language
from importers.posting import Outcome
from rich.console import Console
from rich.markup import escape
from rich.table import Table

MOST_SHOWN = 100
errors = Console(stderr=True, highlight=False)
WORDS: dict[Language, dict[str, str]] = {
    "en": {
        "rows": "rows read",
        "applied": "applied",
        "would": "would be applied",
        "already_there": "already there",
        "refused": "refused",
        "reported": "remarks",
        "unknown": "Columns that are not known here and were left out",
        "more": "… and {count} more (all of them with --json)",
        "line": "line",
        "column": "column",
        "remark": "remark",
    },
    "pl": {
        "rows": "wierszy odczytano",
        "applied": "przyjęto",
        "would": "zostałoby przyjętych",
        "already_there": "już było",
        "refused": "odrzucono",
        "reported": "uwag",
        "unknown": "Nieznane kolumny, które pominięto",
        "more": "… i jeszcze {count} (wszystkie z opcją --json)",
        "line": "wiersz",
        "column": "kolumna",
        "remark": "uwaga",
    },
}


@dataclass(frozen=True, slots=True)
class Report:
    """The result of an import."""

    kind: str
    file: Path
    language: Language
    dry_run: bool
    outcome: Outcome
    unknown_headings: tuple[str, ...] = ()

    def print(self, as_json: bool) -> None:
        """Prints the report and ends the command with exit code 1 if anything was refused."""
        if as_json:
            typer.echo(json.dumps(self._facts(), ensure_ascii=False))
        else:
            self._show(Console(highlight=False, soft_wrap=True))
        if self.outcome.refused:
            raise typer.Exit(1)

    def _facts(self) -> dict[str, object]:
        return {
            "kind": self.kind,
            "file": str(self.file),
            "dry_run": self.dry_run,
            **self.outcome.to_json(),
            "unknown_columns": list(self.unknown_headings),
            "findings": [finding.to_json(self.language) for finding in self.outcome.findings],
        }

    def _show(self, console: Console) -> None:
        words, outcome = WORDS[self.language], self.outcome
        if self.unknown_headings:
            console.print(f"[yellow]{words['unknown']}: {escape(', '.join(self.unknown_headings))}[/]")
        if outcome.findings:
            console.print(self._remarks())
        left = len(outcome.findings) - MOST_SHOWN
        if left > 0:
            console.print(words["more"].format(count=left))
        done = words["would"] if self.dry_run else words["applied"]
        parts = [
            (outcome.rows, words["rows"]),
            (outcome.applied, done),
            (outcome.already_there, words["already_there"]),
        ]
        parts += [(outcome.refused, words["refused"]), (len(outcome.findings), words["reported"])]
        console.print(", ".join(f"[bold]{number}[/] {word}" for number, word in parts))

    def _remarks(self) -> Table:
        words = WORDS[self.language]
        table = Table(box=None, pad_edge=False)
        for name in ("line", "column", "remark"):
            table.add_column(words[name], justify="right" if name == "line" else "left", no_wrap=name != "remark")
        for finding in self.outcome.findings[:MOST_SHOWN]:
            colour = "red" if finding.weight == "refused" else "yellow"
            place = str(finding.line or finding.key)
            table.add_row(place, escape(finding.column), f"[{colour}]{escape(finding.message(self.language))}[/]")
        return table
