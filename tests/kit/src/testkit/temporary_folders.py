"""Folders in which a test run starts servers, and the end of servers that a killed run has left behind.

A run that is killed cannot stop what it started. The record in each folder says which processes these are.
"""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from embedded_platform.data_folder import DataFolder
from installation.run_record import RunRecord, is_same_process, stop_leftovers

PREFIX = "opslayer-tests-"


@contextmanager
def temporary_folder() -> Iterator[Path]:
    """A folder for servers; it lies outside pytest's own folders, which PostgreSQL's user could not enter as root's."""
    with tempfile.TemporaryDirectory(prefix=PREFIX, ignore_cleanup_errors=True) as folder:
        yield Path(folder)


def end_leftovers() -> None:
    """Ends the servers of test runs that were killed, and removes their folders."""
    for path in Path(tempfile.gettempdir()).glob(f"{PREFIX}*"):
        folder = DataFolder(path)
        try:
            record = RunRecord(folder).read()
            if record and not is_same_process(record.get("pid"), record.get("created")):
                stop_leftovers(folder)
                shutil.rmtree(path, ignore_errors=True)
        except OSError:
            continue  # another user's
