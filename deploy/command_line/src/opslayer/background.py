"""Starts an installation in the background, and stops one that runs anywhere on this machine."""

import os
import signal
import subprocess
import sys
import time
from typing import Any

import psutil
from embedded_platform.data_folder import DataFolder
from embedded_platform.errors import OperatorError, process_ended
from embedded_platform.kafka import startup_cache
from embedded_platform.progress import ProgressOutput, typed_command
from installation.first_start import FirstStart
from installation.run_record import RunRecord, already_running, is_same_process, stop_leftovers
from installation.secret_files import SecretFiles

from opslayer.terminal import console, print_sign_ins

STOP_SECONDS = 60.0
"""How long a stop may take before the process is killed."""


def start_in_background(folder: DataFolder, port: int, empty: bool, output: ProgressOutput) -> None:
    """Starts the installation as a process of its own and waits until it is ready."""
    if folder.in_use():
        raise already_running(folder)
    folder.prepare()
    startup_cache(output)  # here, where its progress is visible
    child = _spawn(folder, port, empty)
    record = _wait_until_ready(folder, child, output)
    print_sign_ins(record["address"], SecretFiles(folder.secrets), FirstStart(folder))
    console.print(f"[dim]It runs in the background; `{typed_command('down')}` stops it.[/]")


def stop_running(folder: DataFolder) -> None:
    """Stops the installation of this folder and waits; kills it when it has not stopped within a minute."""
    if not folder.in_use():
        left = stop_leftovers(folder)
        console.print(f"Stopped what was left running: {', '.join(left)}" if left else "Opslayer is not running here.")
        return
    record = RunRecord(folder).read()
    if not is_same_process(record.get("pid"), record.get("created")):
        raise OperatorError(
            f"{folder.path} is in use, but not by the process that its record names. Stop that process by hand."
        )
    os.kill(record["pid"], signal.SIGTERM)
    if not _stopped_within(folder, STOP_SECONDS):
        _kill(folder, record["pid"])
    console.print("Stopped; the data are kept.")


def _spawn(folder: DataFolder, port: int, empty: bool) -> "subprocess.Popen[bytes]":
    command = [sys.executable, "-m", "opslayer.foreground", str(port)]
    command += ["--empty"] if empty else []
    environment = {**os.environ, "OPSLAYER_HOME": str(folder.path), "NO_COLOR": "1"}
    with (folder.logs / "opslayer.log").open("wb") as log:
        return subprocess.Popen(
            command, env=environment, stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True, cwd="/"
        )


def _wait_until_ready(folder: DataFolder, child: "subprocess.Popen[bytes]", output: ProgressOutput) -> dict[str, Any]:
    shown = ""
    while True:
        record = RunRecord(folder).read()
        if child.poll() is not None:
            raise _failure(folder, child, record)
        if record.get("pid") == child.pid:
            if record.get("ready"):
                for note in record.get("notes", []):
                    output.note(note)
                return record
            if record.get("step") not in ("", shown):
                shown = record["step"]
                output.step(shown)
        time.sleep(0.1)


def _failure(folder: DataFolder, child: "subprocess.Popen[bytes]", record: dict[str, Any]) -> OperatorError:
    failure = record.get("failure", {})
    if failure.get("pid") == child.pid:  # not the failure of an earlier start
        return OperatorError(failure["reason"])
    return process_ended("Opslayer", folder.logs / "opslayer.log")


def _stopped_within(folder: DataFolder, seconds: float) -> bool:
    end = time.monotonic() + seconds
    while folder.in_use():
        if time.monotonic() > end:
            return False
        time.sleep(0.1)
    return True


def _kill(folder: DataFolder, pid: int) -> None:
    process = psutil.Process(pid)
    process.kill()
    process.wait(5)
    stop_leftovers(folder)
