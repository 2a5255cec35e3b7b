"""One child process with a name: started into a log, asked politely to stop, killed, frozen, measured.

What the process is (PostgreSQL, Kafka, a service) is said by the subclasses; who restarts it by the supervisor.
"""

import os
import signal
import subprocess
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil

from embedded_platform.postgres_user import SystemUser
from embedded_platform.trouble import Trouble, from_log

LARGEST_LOG = 20_000_000


@dataclass(frozen=True, slots=True)
class Launch:
    """How to start a process."""

    command: Sequence[str]
    environment: Mapping[str, str]
    user: SystemUser | None = None


class Member:
    """A process of the installation."""

    stop_signal = signal.SIGTERM
    grace = 15.0
    """Seconds it may take to stop by itself: a mail under way has eight, open requests before it five."""
    is_ground = False
    """Whether others stand on it, so that it stops after them."""

    def __init__(self, name: str, log: Path) -> None:
        self.name = name
        self.log = log
        self.process: subprocess.Popen[bytes] | None = None
        self.started_at = 0.0
        self.starts = 0

    def launch(self) -> Launch:
        """How to start it now; may prepare what the start needs."""
        raise NotImplementedError

    def ready(self) -> bool:
        """Whether it does its work."""
        return self.alive

    def start(self) -> None:
        """Starts the process and returns at once."""
        launch = self.launch()
        _limit(self.log)
        user: dict[str, Any] = {}
        if launch.user:
            user = {"user": launch.user.uid, "group": launch.user.gid, "extra_groups": []}
        environment = dict(launch.environment)
        with self.log.open("ab") as log:  # a session of its own: Ctrl-C in the terminal reaches only the supervisor
            self.process = subprocess.Popen(
                launch.command, env=environment, stdin=subprocess.DEVNULL, stdout=log, stderr=log, cwd="/",
                start_new_session=True, **user,
            )  # fmt: skip
        self.started_at = time.time()
        self.starts += 1

    def wait_ready(self, seconds: float) -> None:
        """Waits until it does its work; says why not, if it ends before."""
        end = time.monotonic() + seconds
        while not self.ready():
            if not self.alive:
                raise from_log(self.name, self.log)
            if time.monotonic() > end:
                raise Trouble(f"{self.name} was not ready within {seconds:.0f} seconds; see {self.log}")
            time.sleep(0.05)

    @property
    def alive(self) -> bool:
        """Whether the process runs (a frozen one does)."""
        return self.process is not None and self.process.poll() is None

    @property
    def pid(self) -> int | None:
        """The process's number while it runs."""
        return self.process.pid if self.process is not None and self.process.poll() is None else None

    @property
    def exit_code(self) -> int | None:
        """How the process ended: the negative number of the signal that ended it, or what it returned."""
        return self.process.poll() if self.process is not None else None

    def ask_to_stop(self) -> None:
        """Sends the polite signal; a frozen process is woken for it."""
        self._signal(self.stop_signal)
        self._signal(signal.SIGCONT)

    def stop(self) -> None:
        """Stops the process: politely, then by force."""
        self.ask_to_stop()
        if self.process is not None:
            try:
                self.process.wait(self.grace)
            except subprocess.TimeoutExpired:
                self.kill()

    def kill(self) -> None:
        """Ends the process at once, as a crash would (SIGKILL), and waits until it is gone."""
        self._signal(signal.SIGKILL)
        if self.process is not None:
            self.process.wait()

    def freeze(self) -> None:
        """Stops the process's time (SIGSTOP); it stays alive and holds what it holds."""
        self._signal(signal.SIGSTOP)

    def thaw(self) -> None:
        """Lets a frozen process go on."""
        self._signal(signal.SIGCONT)

    def _signal(self, number: int) -> None:
        """To the process and what it started in its group (the shell that formats Kafka's storage, say)."""
        if self.process is not None and self.alive:
            with suppress(ProcessLookupError):
                os.killpg(self.process.pid, number)


def memory(pid: int, *, children: bool = True) -> int:
    """Bytes a process and its children hold; what they share is counted once where the system tells."""
    try:
        process = psutil.Process(pid)
        family = [process, *(process.children(recursive=True) if children else [])]
    except psutil.Error:
        return 0
    return sum(_held(one) for one in family)


def _held(process: psutil.Process) -> int:
    try:
        return int(process.memory_full_info().pss)
    except (psutil.Error, AttributeError):
        pass  # the proportional share is told only of processes we may inspect
    try:
        return int(process.memory_info().rss)
    except psutil.Error:
        return 0


def _limit(log: Path) -> None:
    if log.exists() and log.stat().st_size > LARGEST_LOG:
        log.replace(log.with_suffix(".log.1"))
