"""The report of an import: a table of remarks and a line of totals, or one JSON object."""

import json
from dataclasses import dataclass
from pathlib import Path

import typer
from contracts.vocabulary import Language
from importers.posting import Outcome
from importers.texts import texts_of
from rich.console import Console, JustifyMethod
from rich.markup import escape
from rich.table import Table

MOST_SHOWN = 100
errors = Console(stderr=True, highlight=False)


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
        texts, outcome = texts_of(self.language), self.outcome
        if self.unknown_headings:
            console.print(f"[yellow]{texts('report.unknown')}: {escape(', '.join(self.unknown_headings))}[/]")
        if outcome.findings:
            console.print(self._remarks())
        left = len(outcome.findings) - MOST_SHOWN
        if left > 0:
            console.print(texts("report.more", count=left))
        totals = {
            "rows": outcome.rows,
            "would" if self.dry_run else "applied": outcome.applied,
            "already_there": outcome.already_there,
            "refused": outcome.refused,
            "reported": len(outcome.findings),
        }
        console.print(", ".join(f"[bold]{number}[/] {texts(f'report.{name}')}" for name, number in totals.items()))

    def _remarks(self) -> Table:
        texts, table = texts_of(self.language), Table(box=None, pad_edge=False)
        for name in ("line", "column", "remark"):
            justify: JustifyMethod = "right" if name == "line" else "left"
            table.add_column(texts(f"report.{name}"), justify=justify, no_wrap=name != "remark")
        for finding in self.outcome.findings[:MOST_SHOWN]:
            colour = "red" if finding.weight == "refused" else "yellow"
            place = str(finding.line or finding.key)
            table.add_row(place, escape(finding.column), f"[{colour}]{escape(finding.message(self.language))}[/]")
        return table
