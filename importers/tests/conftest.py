"""Logs to import: a few rows written by a test, the attributed sample, and the whole public log where it is."""

import csv
import os
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from contracts.tickets.history import TicketHistory
from importers.incidents import IncidentImport

HERE = Path(__file__).parent
COLUMNS = next(csv.reader((HERE / "data" / "servicenow_sample.csv").open(encoding="utf-8")))
USUAL = dict.fromkeys(COLUMNS, "?") | {
    "number": "INC1",
    "incident_state": "New",
    "sys_mod_count": "0",
    "opened_at": "29/2/2016 04:40",
    "sys_updated_at": "29/2/2016 04:57",
    "sys_updated_by": "Updated by 1",
    "impact": "2 - Medium",
    "urgency": "2 - Medium",
    "priority": "3 - Moderate",
}

Values = dict[str, str]
WriteLog = Callable[..., Path]
Tell = Callable[..., TicketHistory]


def rows_of(*rows: Values) -> list[Values]:
    """Whole rows from the few cells a test cares about; the update number counts up unless it is given."""
    return [USUAL | {"sys_mod_count": str(place)} | row for place, row in enumerate(rows)]


@pytest.fixture
def write_log(tmp_path: Path) -> WriteLog:
    """Writes rows as a log, in the given order of columns."""

    def write(
        *rows: Values, columns: Sequence[str] = tuple(COLUMNS), delimiter: str = ",", encoding: str = "utf-8"
    ) -> Path:
        path = tmp_path / "log.csv"
        with path.open("w", newline="", encoding=encoding) as file:
            writer = csv.DictWriter(file, columns, delimiter=delimiter, extrasaction="ignore")
            writer.writeheader()
            writer.writerows(rows_of(*rows))
        return path

    return write


@pytest.fixture
def tell(write_log: WriteLog) -> Tell:
    """The one history that a few rows make."""

    def told(*rows: Values) -> TicketHistory:
        (history,) = IncidentImport(write_log(*rows)).histories()
        return history

    return told


@pytest.fixture(scope="session")
def sample() -> Path:
    """Some 60 incidents of the public log (CC BY 4.0, see the README beside it), with all its traps."""
    return HERE / "data" / "servicenow_sample.csv"


@pytest.fixture(scope="session")
def whole_log() -> Path:
    """The whole public log; OPSLAYER_TEST_INCIDENT_LOG says where, else it is looked for beside the project."""
    beside = Path(__file__).resolve().parents[3] / "shared" / "data" / "incidents" / "servicenow_events.csv.gz"
    path = Path(os.environ.get("OPSLAYER_TEST_INCIDENT_LOG", beside))
    if not path.exists():
        pytest.skip(f"THE WHOLE INCIDENT LOG WAS NOT TESTED: there is no {path}; set OPSLAYER_TEST_INCIDENT_LOG")
    return path
