"""The company's models, people, hardware and old incidents, imported from the files beside, like anybody's."""

import time
from pathlib import Path
from zoneinfo import ZoneInfo

from embedded_platform.errors import OperatorError
from importers.checked_tables import check_table, table_kinds
from importers.gateway_client import Gateway, Json
from importers.incidents import IncidentImport
from importers.posting import Outcome, TablePosting, post_histories

FILES = Path(__file__).parent / "data"
ZONE = ZoneInfo("Europe/Warsaw")
LONGEST_WAIT = 30
"""Seconds."""


def import_records(gateway: Gateway, client: Json) -> None:
    """Imports everything; a refusal is a defect of the demonstration and is told as one."""
    posting = TablePosting(gateway, client)
    for kind in table_kinds():
        table = check_table(FILES / f"{kind.name}.csv", kind, posting.surroundings())
        _all_taken(kind.name, posting.post(kind.name, table, _nobody_watches))
    outcome = Outcome()
    histories = IncidentImport(FILES / "incidents.csv", ZONE).histories()
    post_histories(gateway, str(client["id"]), histories, outcome, _nobody_watches)
    _all_taken("incidents", outcome)
    _wait_until_shown(gateway, client)


def _all_taken(name: str, outcome: Outcome) -> None:
    if outcome.refused:
        said = "; ".join(finding.sentence("en") for finding in outcome.findings if finding.weight == "refused")
        raise OperatorError(f"The demonstration's {name} were refused: {said[:500]}")


def _wait_until_shown(gateway: Gateway, client: Json) -> None:
    """Lists follow what was written by a moment; what comes next looks things up in them."""
    for kind in table_kinds():
        wanted = len((FILES / f"{kind.name}.csv").read_text(encoding="utf-8").splitlines()) - 1
        for _ in range(LONGEST_WAIT * 4):
            if gateway.get(f"/api/{kind.name}?client={client['id']}&limit=1")["total"] >= wanted:
                break
            time.sleep(0.25)


def _nobody_watches(_: int) -> None:
    """The progress of a demonstration is shown by whoever starts it, as one step."""
