"""Incident logs of ServiceNow: a file becomes the histories of its tickets, and an account of every row."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, tzinfo
from pathlib import Path

from contracts.tickets.history import TicketHistory

from importers.incident_log import IncidentLog
from importers.incident_mapping import to_history
from importers.reporting import Finding

SOURCE = "servicenow"


@dataclass(slots=True)
class Account:
    """What became of the rows read so far."""

    rows: int = 0
    moves: int = 0
    inferred: int = 0
    tickets: int = 0
    refused_rows: int = 0
    findings: list[Finding] = field(default_factory=list)

    @property
    def every_row_accounted_for(self) -> bool:
        """Each row is a move of a ticket or a refused line, and none is both."""
        return self.rows == self.moves + self.refused_rows


class IncidentImport:
    """One reading of a log; `account` is complete once `histories` is exhausted."""

    def __init__(self, path: Path, zone: tzinfo = UTC) -> None:
        self._log = IncidentLog(path)
        self._zone = zone
        self.row_count = self._log.row_count
        self.account = Account()

    def histories(self) -> Iterator[TicketHistory]:
        """The tickets, each once its last row was read."""
        self.account = Account(rows=self.row_count)
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
        self.account.refused_rows += len(findings)
        self.account.findings += findings

    def _count(self, history: TicketHistory, findings: list[Finding]) -> None:
        self.account.tickets += 1
        self.account.moves += history.rows
        self.account.inferred += len(history.moves) - history.rows
        self.account.findings += findings
