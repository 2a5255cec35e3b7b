"""The supervisor with the smallest children there are: processes that only sleep, or die at once."""

import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import psutil
from embedded_platform.child_process import ChildProcess, StartCommand
from embedded_platform.data_folder import DataFolder, write_json
from installation.run_record import stop_leftovers
from installation.supervisor import Supervisor


class Sleeper(ChildProcess):
    """A child that sleeps."""

    seconds = "60"

    def start_command(self) -> StartCommand:
        return StartCommand([sys.executable, "-c", f"import time; time.sleep({self.seconds})"], {})


class ShortLived(Sleeper):
    """A child that dies at once."""

    seconds = "0"


def wait_until(so: Callable[[], bool], seconds: float = 10) -> None:
    end = time.monotonic() + seconds
    while not so():
        assert time.monotonic() < end, "it did not become so"
        time.sleep(0.02)


def test_a_child_that_dies_is_started_again(tmp_path: Path) -> None:
    child = Sleeper("sleeper", tmp_path / "log")
    child.start()

    with Supervisor([child]) as supervisor:
        supervisor.kill("sleeper")
        wait_until(lambda: child.alive)

    assert child.starts == 2


def test_a_child_that_keeps_dying_is_started_ever_less_often(tmp_path: Path) -> None:
    child = ShortLived("short-lived", tmp_path / "log")
    child.start()

    with Supervisor([child]) as supervisor:
        time.sleep(2.5)
        _, failures = supervisor.most_failures()

    assert 2 <= failures <= 5  # every 0.1 s would be 20


def test_stopping_wakes_and_ends_a_frozen_child(tmp_path: Path) -> None:
    child = Sleeper("sleeper", tmp_path / "log")
    child.start()

    child.freeze()
    child.stop()

    assert not child.alive


def test_what_a_killed_supervisor_left_behind_is_ended(tmp_path: Path) -> None:
    folder, left = DataFolder(tmp_path), subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
    entry = {"name": "left", "pid": left.pid, "created": psutil.Process(left.pid).create_time()}
    write_json(folder.run_record, {"processes": [entry]})

    ended = stop_leftovers(folder)

    assert ended == ["left"]
    assert not psutil.pid_exists(left.pid)


def test_a_stranger_who_got_the_number_of_a_dead_child_is_left_alone(tmp_path: Path) -> None:
    folder, stranger = DataFolder(tmp_path), subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
    write_json(folder.run_record, {"processes": [{"name": "left", "pid": stranger.pid, "created": 1.0}]})

    ended = stop_leftovers(folder)

    assert ended == []
    assert stranger.poll() is None
    stranger.kill()
