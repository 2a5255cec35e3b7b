"""`opslayer import` as it is typed: dry runs, JSON, exit codes."""

import json
from pathlib import Path

import pytest
from importers.findings import FileRefused
from opslayer.imports import commands
from typer.testing import CliRunner

NOWHERE = ("--url", "http://127.0.0.1:9", "--token", "none")


def run(*words: object) -> tuple[int, dict[str, object]]:
    result = CliRunner().invoke(commands, [*map(str, words), "--json"], catch_exceptions=False)
    return result.exit_code, json.loads(result.stdout)


def test_a_dry_run_of_a_log_accounts_for_every_row(sample: Path) -> None:
    code, told = run("incidents", sample, "--dry-run")

    assert code == 0
    assert told["rows"] == told["applied"]
    assert {"line", "key", "column", "code", "value", "text"} <= set(told["findings"][0])  # type: ignore[index]


def test_a_refused_row_ends_the_command_with_one_and_a_file_to_mend(tmp_path: Path) -> None:
    (tmp_path / "models.csv").write_text("producent;model;cena\nDell;Latitude;1,234\nDell;OptiPlex;999\n")

    code, told = run(
        "models", tmp_path / "models.csv", "--dry-run", "--bad-rows", tmp_path / "bad.csv", "--language", "pl", *NOWHERE
    )

    assert (code, told["rows"], told["applied"], told["refused"]) == (1, 2, 1, 1)
    assert "tysiące" in (tmp_path / "bad.csv").read_text(encoding="utf-8-sig")


def test_a_file_that_cannot_be_read_is_told_without_a_traceback(tmp_path: Path) -> None:
    with pytest.raises(FileRefused, match="There is no file"):
        run("incidents", tmp_path / "missing.csv", "--dry-run")


def test_people_and_assets_are_read_by_the_same_command(tmp_path: Path) -> None:
    (tmp_path / "people.csv").write_text("name,email\nAnna,anna@firma.pl\n")
    (tmp_path / "assets.csv").write_text("tag,holder\nL1,anna@firma.pl\n")

    for kind in ("people", "assets"):
        assert run(kind, tmp_path / f"{kind}.csv", "--dry-run", *NOWHERE)[0] == 0
