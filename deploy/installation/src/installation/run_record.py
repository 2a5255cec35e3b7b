"""The file `run.json`: what a running installation says about itself, for `status`, `down` and the next start.

Whether the installation runs at all is decided by the lock on its folder, not by this file.
"""

import logging
import os
import signal
import time
from contextlib import suppress
from dataclasses import asdict
from typing import Any

import psutil
from embedded_platform.data_folder import DataFolder, read_json, write_json
from embedded_platform.errors import OperatorError
from embedded_platform.progress import typed_command

from installation.supervisor import ProcessState

log = logging.getLogger(__name__)
START_TOLERANCE = 1.5
"""Seconds by which two readings of a process's start time may differ."""


class RunRecord:
    """The record of one data folder."""

    def __init__(self, folder: DataFolder) -> None:
        self._folder = folder
        self._values: dict[str, Any] = {}

    def begin(self, address: str) -> None:
        """Records that this process runs the installation now."""
        me = psutil.Process()
        self._values |= {"pid": me.pid, "created": me.create_time(), "address": address, "state": "starting"}
        self.update(since=time.time(), step="", processes=[])

    def update(self, **values: Any) -> None:
        """Adds values to the record and writes it."""
        self._values.update(values)
        try:
            write_json(self._folder.run_record, self._values)
        except OSError as error:  # a full disk must not prevent a stop
            log.warning("the record could not be written: %s", error)

    def update_processes(self, states: list[ProcessState]) -> None:
        """Records the states of the processes."""
        self.update(processes=[asdict(state) for state in states])

    def read(self) -> dict[str, Any]:
        """The record that the running installation, or the last one, wrote."""
        return read_json(self._folder.run_record) or {}


def is_same_process(pid: int | None, created: float | None) -> bool:
    """Whether the process with that id is still the one that was created at that time."""
    if not pid or not created:
        return False
    try:
        process = psutil.Process(pid)
        return abs(process.create_time() - created) < START_TOLERANCE and process.status() != psutil.STATUS_ZOMBIE
    except psutil.Error:
        return False


def already_running(folder: DataFolder) -> OperatorError:
    """Another process runs the installation in this folder."""
    record = RunRecord(folder).read()
    return OperatorError(
        f"Opslayer already runs at {record.get('address')} (process {record.get('pid')}, data in {folder.path}). "
        f"Stop it with: {typed_command('down')}"
    )


def stop_leftovers(folder: DataFolder, timeout: float = 8.0) -> list[str]:
    """Stops processes that an earlier supervisor left running when it was killed; returns their names."""
    recorded = RunRecord(folder).read().get("processes", [])
    left = [entry for entry in recorded if is_same_process(entry.get("pid"), entry.get("created"))]
    processes = [psutil.Process(entry["pid"]) for entry in left]
    for process in processes:
        _signal(process, signal.SIGTERM)
        _signal(process, signal.SIGCONT)
    for process in psutil.wait_procs(processes, timeout)[1]:
        _signal(process, signal.SIGKILL)
    psutil.wait_procs(processes, 2)
    return [entry["name"] for entry in left]


def _signal(process: psutil.Process, number: int) -> None:
    with suppress(ProcessLookupError):
        os.kill(process.pid, number)
