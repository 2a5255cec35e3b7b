"""What a running installation writes down about itself, for `status`, `down` and the next start.

The record is only a note; that the installation runs at all is told by the lock on its folder.
"""

import logging
import os
import signal
import time
from typing import Any

import psutil
from embedded_platform.data_folder import DataFolder, read_json, write_json
from embedded_platform.narration import command
from embedded_platform.trouble import Trouble

from installation.supervisor import MemberState

log = logging.getLogger(__name__)
SAME_MOMENT = 1.5
"""Seconds by which two readings of a process's start may differ."""


class RunRecord:
    """The record of one data folder."""

    def __init__(self, folder: DataFolder) -> None:
        self._folder = folder
        self._values: dict[str, Any] = {}

    def begin(self, address: str) -> None:
        """This process now runs the installation."""
        me = psutil.Process()
        self._values |= {"pid": me.pid, "created": me.create_time(), "address": address, "state": "starting"}
        self.say(since=time.time(), step="", processes=[])

    def say(self, **values: Any) -> None:
        """Adds to the record."""
        self._values.update(values)
        try:
            write_json(self._folder.run_record, self._values)
        except OSError as error:  # a full disk must not keep anybody from stopping
            log.warning("the record could not be written: %s", error)

    def processes(self, states: list[MemberState]) -> None:
        """Notes how the processes are."""
        self.say(processes=[_written(state) for state in states])

    def read(self) -> dict[str, Any]:
        """The record as the running installation, or the last one, left it."""
        return read_json(self._folder.run_record) or {}


def is_same_process(pid: int | None, created: float | None) -> bool:
    """Whether the process with that number is still the one that was started then."""
    if not pid or not created:
        return False
    try:
        process = psutil.Process(pid)
        return abs(process.create_time() - created) < SAME_MOMENT and process.status() != psutil.STATUS_ZOMBIE
    except psutil.Error:
        return False


def already_running(folder: DataFolder) -> Trouble:
    """Another process runs the installation in this folder."""
    record = RunRecord(folder).read()
    return Trouble(
        f"Opslayer already runs at {record.get('address')} (process {record.get('pid')}, data in {folder.path}). "
        f"Stop it with: {command('down')}"
    )


def stop_leftovers(folder: DataFolder, patience: float = 8.0) -> list[str]:
    """Ends processes that an earlier supervisor left behind when it was killed; gives their names."""
    noted = RunRecord(folder).read().get("processes", [])
    left = [entry for entry in noted if is_same_process(entry.get("pid"), entry.get("created"))]
    processes = [psutil.Process(entry["pid"]) for entry in left]
    for process in processes:
        _signal(process, signal.SIGTERM)
        _signal(process, signal.SIGCONT)
    for process in psutil.wait_procs(processes, patience)[1]:
        _signal(process, signal.SIGKILL)
    psutil.wait_procs(processes, 2)
    return [entry["name"] for entry in left]


def _signal(process: psutil.Process, number: int) -> None:
    try:
        os.kill(process.pid, number)
    except ProcessLookupError:
        return


def _written(state: MemberState) -> dict[str, Any]:
    created = None
    if state.pid is not None:
        try:
            created = psutil.Process(state.pid).create_time()
        except psutil.Error:
            created = None
    restarts = max(0, state.starts - 1)
    return {
        "name": state.name, "pid": state.pid, "created": created, "state": state.state, "since": state.started_at,
        "restarts": restarts,
    }  # fmt: skip
