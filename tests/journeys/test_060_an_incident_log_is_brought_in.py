"""Journey 060: an incident log is brought in; every row of it is in the owner's journal, and the view equals the owner."""

import asyncio
import csv
import json
import os
from pathlib import Path
from typing import Any

import pytest
from opslayer.imports import commands
from testkit.fixtures import RunningInstallation
from typer.testing import CliRunner

ROOT = Path(__file__).parents[2]
SAMPLES = ROOT / "importers" / "tests" / "data"
THOUSAND = SAMPLES / "servicenow_thousand.csv.gz"
"""977 incidents of the public log, with all their rows."""
TRAPS = SAMPLES / "servicenow_sample.csv"
WHOLE = ROOT.parent / "shared" / "data" / "incidents" / "servicenow_events.csv.gz"


@pytest.fixture(autouse=True)
def here(running_installation: RunningInstallation, monkeypatch: pytest.MonkeyPatch) -> None:
    """Commands find the installation of this run by its folder."""
    if running_installation.installation is None:
        pytest.skip("the installation was given from outside: its folder is not here")
    monkeypatch.setenv("OPSLAYER_HOME", str(running_installation.installation.folder.path))


async def run(*words: object) -> tuple[int, dict[str, Any]]:
    """`opslayer import …` as it is typed."""
    arguments = [*map(str, words), "--json"]
    result = await asyncio.to_thread(CliRunner().invoke, commands, arguments, catch_exceptions=False)
    return result.exit_code, json.loads(result.stdout)


async def imported(file: Path, client: str) -> dict[str, Any]:
    code, told = await run("incidents", file, "--client", client)
    assert code == 0, told
    return told


@pytest.mark.parametrize("file", [TRAPS, THOUSAND], ids=["all traps", "a thousand"])
async def test_a_log_is_there_row_by_row_and_the_view_equals_the_owner(file: Path) -> None:
    told = await imported(file, f"Dziennik {file.name}")

    code, proof = await run("check-incidents", file, "--client", f"Dziennik {file.name}")

    assert (code, proof["differences"]) == (0, [])
    assert (proof["tickets"], proof["updates"]) == (told["tickets"], told["rows"])
    assert (told["applied"], told["refused"], proof["inferred"]) == (told["rows"], 0, told["inferred_moves"])


async def test_the_same_log_again_changes_nothing() -> None:
    await imported(TRAPS, "Dziennik dwa razy")

    again = await imported(TRAPS, "Dziennik dwa razy")
    code, proof = await run("check-incidents", TRAPS, "--client", "Dziennik dwa razy")

    assert (again["applied"], again["already_there"]) == (0, again["rows"])
    assert (code, proof["differences"]) == (0, [])


async def test_a_log_that_is_not_what_was_imported_is_found_out(tmp_path: Path) -> None:
    await imported(TRAPS, "Dziennik podrobiony")
    rows = list(csv.DictReader(TRAPS.read_text(encoding="utf-8").splitlines()))
    late, other = rows[0], next(row for row in rows if row["number"] != rows[0]["number"])
    late["sys_updated_at"], other["sys_updated_by"] = "1/1/2016 00:00", "Somebody else"
    forged = tmp_path / "forged.csv"
    with forged.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, rows[0].keys())
        writer.writeheader()
        writer.writerows(rows)

    code, proof = await run("check-incidents", forged, "--client", "Dziennik podrobiony")

    assert code == 1
    assert {(one["key"], one["what"]) for one in proof["differences"]} == {
        (late["number"], "rows"), (other["number"], "rows")}  # fmt: skip


@pytest.mark.timeout(3600)
@pytest.mark.skipif("OPSLAYER_TEST_WHOLE_LOG" not in os.environ, reason="set OPSLAYER_TEST_WHOLE_LOG: it takes minutes")
async def test_the_whole_public_log_is_there_row_by_row() -> None:
    file = Path(os.environ.get("OPSLAYER_TEST_INCIDENT_LOG", WHOLE))
    await imported(file, "Cały dziennik")

    code, proof = await run("check-incidents", file, "--client", "Cały dziennik")

    assert (code, proof["differences"][:5]) == (0, [])
    assert (proof["tickets"], proof["updates"]) == (17_571, 100_020)
