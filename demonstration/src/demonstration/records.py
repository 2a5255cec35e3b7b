"""Imports the company's models, people, hardware and old incidents from the files in `data`."""

import time
from pathlib import Path
from zoneinfo import ZoneInfo

from embedded_platform.errors import OperatorError
from importers.checked_tables import check_table, table_kinds
from importers.gateway_client import Gateway, Json
from importers.incidents import IncidentImport
from importers.posting import Outcome, TablePosting, post_histories

FILES = Path(__file__).parent / "data"
VIEW_SECONDS = 30
"""Seconds."""


def import_records(gateway: Gateway, client: Json) -> None:
    """Imports everything; raises an error when a row is refused."""
    posting = TablePosting(gateway, client)
    for kind in table_kinds():
        table = check_table(FILES / f"{kind.name}.csv", kind, posting.context())
        _check_accepted(kind.name, posting.post(kind.name, table, _no_progress))
    outcome = Outcome()
    histories = IncidentImport(FILES / "incidents.csv", ZoneInfo(client["time_zone"])).histories()
    post_histories(gateway, str(client["id"]), histories, outcome, _no_progress)
    _check_accepted("incidents", outcome)
    _wait_until_shown(gateway, client)


def _check_accepted(name: str, outcome: Outcome) -> None:
    if outcome.refused:
        said = "; ".join(finding.message("en") for finding in outcome.findings if finding.weight == "refused")
        raise OperatorError(f"The demonstration's {name} were refused: {said[:500]}")


def _wait_until_shown(gateway: Gateway, client: Json) -> None:
    """Waits until the lists show everything, because the next steps look things up in them."""
    for kind in table_kinds():
        wanted = len((FILES / f"{kind.name}.csv").read_text(encoding="utf-8").splitlines()) - 1
        for _ in range(VIEW_SECONDS * 4):
            if gateway.get(f"/api/{kind.name}?client={client['id']}&limit=1")["total"] >= wanted:
                break
            time.sleep(0.25)


def _no_progress(_: int) -> None:
    """Shows nothing: the start shows the whole demonstration as one step."""
