"""The command line as people use it: up in the background, down, and up again with the data still there."""

import json
import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from embedded_platform.ports import free_port


class Terminal:
    """Runs `opslayer` on one data folder."""

    def __init__(self, folder: Path, stand_ins: str) -> None:
        self.folder = folder
        self._environment = {**os.environ, "OPSLAYER_HOME": str(folder), "PYTHONPATH": stand_ins}

    def run(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "opslayer", *arguments]
        return subprocess.run(command, env=self._environment, capture_output=True, text=True, timeout=280, check=False)

    def status(self) -> dict[str, object]:
        found: dict[str, object] = json.loads(self.run("status", "--json").stdout)
        return found


@pytest.fixture
def terminal(own_folder: Path, stand_ins: str, request: pytest.FixtureRequest) -> Terminal:
    return Terminal(own_folder / request.node.name, stand_ins)


def test_up_down_and_up_again_keep_the_data_and_the_sign_in(terminal: Terminal) -> None:
    port = str(free_port())

    first = terminal.run("up", "--detach", "--empty", "--port", port)
    stopped, between = terminal.run("down"), terminal.status()
    again = terminal.run("up", "--detach", "--port", port)
    running, _ = terminal.status(), terminal.run("down")

    assert (first.returncode, stopped.returncode, again.returncode) == (0, 0, 0), first.stderr + again.stderr
    assert (between["running"], running["running"], running["counts"]) == (False, True, {"tickets": 3, "assets": 2})
    password = json.loads((terminal.folder / "secrets" / "administrator.json").read_text())["password"]
    assert password in first.stdout
    assert password in again.stdout


def test_a_taken_port_is_told_without_a_traceback(terminal: Terminal) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]

        refused = [terminal.run("up", *more, "--port", str(port)) for more in ([], ["--detach"])]

    assert [one.returncode for one in refused] == [1, 1]
    assert all(f"Port {port} is taken" in one.stderr for one in refused)
    assert not any("Traceback" in one.stderr for one in refused)


def test_down_says_so_when_nothing_runs(terminal: Terminal) -> None:
    done = terminal.run("down")

    assert (done.returncode, done.stdout.strip()) == (0, "Opslayer is not running here.")
