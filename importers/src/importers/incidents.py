"""Incident logs of ServiceNow: a file becomes the histories of its tickets, and counts of every row."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, tzinfo
from pathlib import Path

from contracts.tickets.history import TicketHistory

from importers.findings import Finding
from importers.incident_log import IncidentLog
from importers.incident_mapping import to_history

SOURCE = "servicenow"


@dataclass(slots=True)
class RowCounts:
    """How many of the rows read so far became what."""

    rows: int = 0
    moves: int = 0
    inferred: int = 0
    tickets: int = 0
    refused_rows: int = 0
    findings: list[Finding] = field(default_factory=list)

    @property
    def all_rows_counted(self) -> bool:
        """Each row is a move of a ticket or a refused line, and none is both."""
        return self.rows == self.moves + self.refused_rows


class IncidentImport:
    """One reading of a log; `counts` is complete once `histories` is exhausted."""

    def __init__(self, path: Path, zone: tzinfo = UTC) -> None:
        self._log = IncidentLog(path)
        self._zone = zone
        self.row_count = self._log.row_count
        self.counts = RowCounts()

    def histories(self) -> Iterator[TicketHistory]:
        """The tickets, each once its last row was read."""
        self.counts = RowCounts(rows=self.row_count)
        for found in self._log.incidents():
            if isinstance(found, Finding):
                self._refuse([found])
                continue
            history, findings = to_history(found, self._zone)
            if history is None:
                self._refuse(findings)
                continue
            self._count(history, findings)
            yield history

    def _refuse(self, findings: list[Finding]) -> None:
        self.counts.refused_rows += len(findings)
        self.counts.findings += findings

    def _count(self, history: TicketHistory, findings: list[Finding]) -> None:
        self.counts.tickets += 1
        self.counts.moves += history.rows
        self.counts.inferred += len(history.moves) - history.rows
        self.counts.findings += findings
