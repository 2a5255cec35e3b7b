"""How a log may be written: order of columns, delimiters, encodings, compression, rows that are no rows."""

import gzip
from collections.abc import Callable
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from importers.findings import FileRefused
from importers.incidents import IncidentImport

WriteLog = Callable[..., Path]


def test_delimiters_encodings_and_order_of_columns_make_no_difference(write_log: WriteLog) -> None:
    columns = ["sys_mod_count", "number", "location", "incident_state", "sys_updated_at", "opened_at"]
    row = {"location": "Łódź", "incident_state": "Active"}

    (plain,) = IncidentImport(write_log(row, columns=columns)).histories()
    (excel,) = IncidentImport(write_log(row, columns=columns[::-1], delimiter=";", encoding="cp1250")).histories()
    (marked,) = IncidentImport(write_log(row, columns=columns, delimiter="\t", encoding="utf-8-sig")).histories()
    (wide,) = IncidentImport(write_log(row, columns=columns, encoding="utf-16")).histories()

    assert plain == excel == marked == wide
    assert plain.location == "Łódź"


def test_a_compressed_log_is_known_by_its_content_and_not_by_its_name(write_log: WriteLog, tmp_path: Path) -> None:
    path = write_log({})
    plain = list(IncidentImport(path).histories())

    (tmp_path / "export.txt").write_bytes(gzip.compress(path.read_bytes()))

    assert list(IncidentImport(tmp_path / "export.txt").histories()) == plain


def test_times_are_read_on_the_clock_of_the_given_zone(write_log: WriteLog) -> None:
    path = write_log({"sys_updated_at": "1/7/2016 10:00"})

    (history,) = IncidentImport(path, ZoneInfo("Europe/Warsaw")).histories()

    assert history.moves[0].at.isoformat() == "2016-07-01T08:00:00+00:00"


def test_rows_of_one_incident_may_stand_apart(write_log: WriteLog) -> None:
    path = write_log({}, {"number": "INC2"}, {"incident_state": "Active"})

    histories = {history.external_key: history for history in IncidentImport(path).histories()}

    assert histories["INC1"].rows == 2
    assert histories["INC2"].rows == 1


def test_a_further_column_is_kept_as_a_label(write_log: WriteLog) -> None:
    path = write_log({}, columns=["number", "incident_state", "sys_mod_count", "sys_updated_at", "Sales Region"])
    path.write_text(path.read_text().replace("04:57,", "04:57,North"))

    (history,) = IncidentImport(path).histories()

    assert history.labels["sales_region"] == "North"


def test_a_row_without_a_number_is_reported_with_its_line(write_log: WriteLog) -> None:
    reading = IncidentImport(write_log({}, {"number": "?"}))

    list(reading.histories())

    assert [(finding.line, finding.code) for finding in reading.counts.findings] == [(3, "number_missing")]
    assert reading.counts.all_rows_counted


def test_cells_too_many_or_too_few_are_noted_and_the_row_is_kept(write_log: WriteLog) -> None:
    path = write_log({})
    text = path.read_text().rstrip()
    path.write_text(f"{text},one,more\nINC1,Active,true\n")

    (history,) = IncidentImport(path).histories()

    surplus, short = history.moves[0].notes, history.moves[1].notes
    assert [(note.code, note.value) for note in surplus] == [("cells_surplus", "one | more")]
    assert "cells_missing" in [note.code for note in short]
    assert history.rows == 2


def test_an_incident_without_any_time_is_reported_row_by_row(write_log: WriteLog) -> None:
    reading = IncidentImport(write_log({"opened_at": "?", "sys_updated_at": "never"}))

    assert list(reading.histories()) == []
    assert reading.counts.refused_rows == 1
    assert reading.counts.all_rows_counted


@pytest.mark.parametrize(
    ("content", "code"),
    [(b"", "columns_missing"), (b"number,state\n", "columns_missing"), (b"\x1f\x8b\x08\x00cut", "file_cut_short")],
)
def test_a_file_that_is_no_log_is_refused_as_a_whole(tmp_path: Path, content: bytes, code: str) -> None:
    (tmp_path / "file.csv").write_bytes(content)

    with pytest.raises(FileRefused) as refused:
        IncidentImport(tmp_path / "file.csv")

    assert refused.value.code == code
