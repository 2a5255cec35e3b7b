"""Starting an installation that outlives the terminal, and stopping one that runs anywhere on this machine."""

import os
import signal
import subprocess
import sys
import time
from typing import Any

import psutil
from embedded_platform.data_folder import DataFolder
from embedded_platform.kafka_jars import kafka_jars
from embedded_platform.narration import command
from embedded_platform.trouble import Trouble, from_log
from installation.first_start import FirstStart
from installation.run_record import RunRecord, already_running, is_same_process, stop_leftovers
from installation.secret_files import SecretFiles

from opslayer.telling import Telling, console, tell_address

PATIENCE = 60.0


def start_in_background(folder: DataFolder, port: int, empty: bool) -> None:
    """Starts `opslayer up` as a process of its own and waits until it is ready."""
    if folder.in_use():
        raise already_running(folder)
    folder.prepare()
    telling = Telling()
    kafka_jars(telling)  # here, where somebody can see how far it is
    child = _spawn(folder, port, empty)
    record = _follow(folder, child, telling)
    tell_address(record["address"], SecretFiles(folder.secrets), FirstStart(folder))
    console.print(f"[dim]It runs in the background; `{command('down')}` stops it.[/]")


def stop_running(folder: DataFolder) -> None:
    """Stops the installation of this folder and waits for its end; force only after a minute."""
    if not folder.in_use():
        left = stop_leftovers(folder)
        console.print(f"Ended what was left: {', '.join(left)}" if left else "Opslayer is not running here.")
        return
    record = RunRecord(folder).read()
    if not is_same_process(record.get("pid"), record.get("created")):
        raise Trouble(
            f"{folder.path} is in use, but not by the process that its record names. Stop that process by hand."
        )
    os.kill(record["pid"], signal.SIGTERM)
    if not _gone(folder, PATIENCE):
        _force(folder, record["pid"])
    console.print("Stopped; the data are kept.")


def _spawn(folder: DataFolder, port: int, empty: bool) -> "subprocess.Popen[bytes]":
    command = [sys.executable, "-m", "opslayer", "up", "--in-background", "--port", str(port)]
    command += ["--empty"] if empty else []
    environment = {**os.environ, "OPSLAYER_HOME": str(folder.path), "NO_COLOR": "1"}
    with (folder.logs / "opslayer.log").open("wb") as log:
        return subprocess.Popen(
            command, env=environment, stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True, cwd="/"
        )


def _follow(folder: DataFolder, child: "subprocess.Popen[bytes]", telling: Telling) -> dict[str, Any]:
    shown = ""
    while True:
        record = RunRecord(folder).read()
        if child.poll() is not None:
            raise _why(folder, child, record)
        if record.get("pid") == child.pid:
            if record.get("ready"):
                for note in record.get("notes", []):
                    telling.note(note)
                return record
            if record.get("step") not in ("", shown):
                shown = record["step"]
                telling.step(shown)
        time.sleep(0.1)


def _why(folder: DataFolder, child: "subprocess.Popen[bytes]", record: dict[str, Any]) -> Trouble:
    trouble = record.get("trouble", {})
    if trouble.get("of") == child.pid:  # not what an earlier start complained about
        return Trouble(trouble["reason"])
    return from_log("Opslayer", folder.logs / "opslayer.log")


def _gone(folder: DataFolder, seconds: float) -> bool:
    end = time.monotonic() + seconds
    while folder.in_use():
        if time.monotonic() > end:
            return False
        time.sleep(0.1)
    return True


def _force(folder: DataFolder, pid: int) -> None:
    process = psutil.Process(pid)
    process.kill()
    process.wait(5)
    stop_leftovers(folder)
