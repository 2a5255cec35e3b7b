"""The real log: the attributed sample with all its traps, and the whole of it where it is at hand."""

import csv
import gzip
import time
from collections import Counter
from datetime import UTC
from pathlib import Path
from uuid import UUID

import pytest
from contracts.tickets.history import HistoryBatch, TicketHistory
from importers.incident_values import time_of
from importers.incidents import IncidentImport

TRAPS = {
    "state_unknown",
    "back_to_new",
    "closed_but_continued",
    "out_of_order",
    "mod_count_repeated",
    "resolved_at_differs",
    "closed_at_differs",
}


def rows_of(path: Path) -> dict[str, list[dict[str, str]]]:
    """The rows of each incident in the order the source gave its updates, read without the importer."""
    content = path.read_bytes()
    text = (gzip.decompress(content) if path.suffix == ".gz" else content).decode("utf-8")
    incidents: dict[str, list[dict[str, str]]] = {}
    for row in csv.DictReader(text.splitlines()):
        incidents.setdefault(row["number"], []).append(row)
    return {number: sorted(rows, key=lambda row: int(row["sys_mod_count"])) for number, rows in incidents.items()}


def check_against_its_rows(history: TicketHistory, rows: list[dict[str, str]]) -> None:
    """A ticket's own moves are its rows: time, author and every column, carried on from move to move."""
    own = [move for move in history.moves if not move.inferred]
    standing = dict(history.labels)
    team = assignee = ""
    for move, row in zip(own, rows, strict=True):
        standing.update(move.changes)
        team, assignee = (
            new if new is not None else old for new, old in ((move.assigned_team, team), (move.assignee, assignee))
        )
        assert move.at == time_of(row["sys_updated_at"], UTC)
        assert (move.by, team, assignee) == tuple(
            row[column].replace("?", "") for column in ("sys_updated_by", "assignment_group", "assigned_to")
        )
        for column in ("incident_state", "active", "made_sla", "reopen_count", "notify", "problem_id", "cmdb_ci"):
            assert standing.get(column, "?") == row[column], (history.external_key, column)


def test_every_trap_of_the_sample_is_reported_with_its_line(sample: Path) -> None:
    reading = IncidentImport(sample)
    histories = list(reading.histories())

    assert {finding.code for finding in reading.counts.findings} == TRAPS
    assert reading.counts.all_rows_counted
    assert len(histories) == reading.counts.tickets == len(rows_of(sample))


def test_the_timeline_of_every_sample_ticket_equals_its_rows(sample: Path) -> None:
    rows = rows_of(sample)

    for history in IncidentImport(sample).histories():
        check_against_its_rows(history, rows[history.external_key])


def test_histories_survive_the_way_over_json(sample: Path) -> None:
    batch = HistoryBatch(client=UUID(int=7), tickets=tuple(IncidentImport(sample).histories()))

    assert HistoryBatch.model_validate_json(batch.model_dump_json(exclude_defaults=True)) == batch


@pytest.mark.timeout(180)
def test_every_row_of_the_whole_log_is_accounted_for_in_well_under_a_minute(whole_log: Path) -> None:
    rows = rows_of(whole_log)
    began = time.process_time()
    reading = IncidentImport(whole_log)
    states = Counter[str]()
    for history in reading.histories():
        states[history.state] += 1
        check_against_its_rows(history, rows[history.external_key])

    assert time.process_time() - began < 45
    assert reading.counts.all_rows_counted
    assert (reading.counts.tickets, reading.counts.moves) == (len(rows), sum(map(len, rows.values())))
    assert states == {"closed": len(rows)}
