"""Data of an older release are refused untouched."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from embedded_platform.data_folder import DataFolder
from embedded_platform.errors import OperatorError
from installation.release import RELEASE, check_release, record_release


def made_by_an_older_release(home: Path) -> DataFolder:
    """A data folder as releases before this one left it."""
    folder = DataFolder(home)
    folder.prepare()
    (folder.postgres / "data").mkdir(parents=True)
    (folder.postgres / "data" / "PG_VERSION").write_text("18\n")
    folder.run_record.write_text('{"pid": 1}\n')
    folder.ports.write_text("{}\n")
    return folder


def files(home: Path) -> dict[str, tuple[int, bytes]]:
    """All files and folders, with the time of their last change."""
    return {
        str(path): (path.stat().st_mtime_ns, path.read_bytes() if path.is_file() else b"")
        for path in (home, *home.rglob("*"))
    }


@pytest.mark.parametrize("options", [[], ["--detach"]], ids=["foreground", "background"])
def test_up_says_one_sentence_about_older_data_and_touches_nothing(tmp_path: Path, options: list[str]) -> None:
    made_by_an_older_release(tmp_path)
    before = files(tmp_path)

    done = subprocess.run(
        [sys.executable, "-m", "opslayer", "up", *options], env=os.environ | {"OPSLAYER_HOME": str(tmp_path)},
        capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip

    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == (
        f"Error: The data in {tmp_path} were made by an older release of Opslayer, which this one cannot read: "
        "use that release, or set OPSLAYER_HOME to another folder.\n"
    )
    assert files(tmp_path) == before


def test_a_new_folder_records_the_release_and_is_taken_again(tmp_path: Path) -> None:
    folder = DataFolder(tmp_path)

    check_release(folder)
    record_release(folder)
    folder.postgres.mkdir()

    check_release(folder)
    assert folder.release.read_text() == f"{RELEASE}\n"


def test_a_folder_with_data_and_no_record_is_refused(tmp_path: Path) -> None:
    with pytest.raises(OperatorError, match="older release"):
        check_release(made_by_an_older_release(tmp_path))
