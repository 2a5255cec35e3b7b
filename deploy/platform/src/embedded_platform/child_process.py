"""One child process with a name and a log: starting, stopping, killing, freezing, measuring its memory.

Subclasses say which program it is (PostgreSQL, Kafka, a service). Restarting it is the supervisor's work.
"""

import os
import signal
import subprocess
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import psutil

from embedded_platform.errors import OperatorError, process_ended
from embedded_platform.postgres_user import SystemUser, run_as

LARGEST_LOG = 20_000_000


@dataclass(frozen=True, slots=True)
class StartCommand:
    """What to run, with which environment and as which user."""

    arguments: Sequence[str]
    environment: Mapping[str, str]
    user: SystemUser | None = None


class ChildProcess:
    """A child process of this one."""

    stop_signal = signal.SIGTERM
    stop_seconds = 15.0
    """Seconds it may take to stop by itself: open requests have five, then a mail being sent has eight."""
    stops_last = False
    """True for what the other processes depend on: it is stopped after them."""

    def __init__(self, name: str, log: Path) -> None:
        self.name = name
        self.log = log
        self.process: subprocess.Popen[bytes] | None = None
        self.started_at = 0.0
        self.starts = 0

    def start_command(self) -> StartCommand:
        """Returns the command that starts it; may prepare files that the start needs."""
        raise NotImplementedError

    def ready(self) -> bool:
        """Whether it is ready for work."""
        return self.alive

    def start(self) -> None:
        """Starts the process and returns at once."""
        command = self.start_command()
        _rotate(self.log)
        environment = dict(command.environment)
        with self.log.open("ab") as log:  # a session of its own: Ctrl-C in the terminal reaches only the supervisor
            self.process = subprocess.Popen(
                command.arguments, env=environment, stdin=subprocess.DEVNULL, stdout=log, stderr=log, cwd="/",
                start_new_session=True, **run_as(command.user),
            )  # fmt: skip
        self.started_at = time.time()
        self.starts += 1

    def wait_ready(self, seconds: float) -> None:
        """Waits until it is ready; raises an error that quotes its log if it ends before."""
        end = time.monotonic() + seconds
        while not self.ready():
            if not self.alive:
                raise process_ended(self.name, self.log)
            if time.monotonic() > end:
                raise OperatorError(f"{self.name} was not ready within {seconds:.0f} seconds; see {self.log}")
            time.sleep(0.05)

    @property
    def alive(self) -> bool:
        """Whether the process runs (a frozen one does)."""
        return self.process is not None and self.process.poll() is None

    @property
    def pid(self) -> int | None:
        """The process id while it runs."""
        return self.process.pid if self.process is not None and self.alive else None

    @property
    def exit_code(self) -> int | None:
        """Its exit code, or the negative number of the signal that ended it; None while it runs."""
        return self.process.poll() if self.process is not None else None

    def request_stop(self) -> None:
        """Sends the stop signal and returns at once; a frozen process is woken for it."""
        self._signal(self.stop_signal)
        self._signal(signal.SIGCONT)

    def stop(self) -> None:
        """Stops the process; kills it when it has not stopped in time."""
        self.request_stop()
        if self.process is not None:
            try:
                self.process.wait(self.stop_seconds)
            except subprocess.TimeoutExpired:
                self.kill()

    def kill(self) -> None:
        """Ends the process at once, as a crash would (SIGKILL), and waits until it is gone."""
        self._signal(signal.SIGKILL)
        if self.process is not None:
            self.process.wait()

    def freeze(self) -> None:
        """Sends SIGSTOP: the process stays alive and keeps its locks and connections."""
        self._signal(signal.SIGSTOP)

    def thaw(self) -> None:
        """Sends SIGCONT to a frozen process."""
        self._signal(signal.SIGCONT)

    def _signal(self, number: int) -> None:
        """Sends a signal to the process group, which includes the shell that formats Kafka's storage."""
        if self.process is not None and self.alive:
            with suppress(ProcessLookupError):
                os.killpg(self.process.pid, number)


def inherited_environment() -> dict[str, str]:
    """The environment of this process without settings of Opslayer, which concern single processes."""
    return {name: value for name, value in os.environ.items() if not name.startswith("OPSLAYER_")}


def created_at(pid: int | None) -> float | None:
    """The system's time of the start of a process; None when there is none."""
    try:
        return psutil.Process(pid).create_time() if pid is not None else None
    except psutil.Error:
        return None


def memory(pid: int, *, children: bool = True) -> int:
    """Bytes a process and its children hold; shared pages are counted once where the system reports them."""
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
        pass  # the proportional share is reported only for processes we may inspect
    try:
        return int(process.memory_info().rss)
    except psutil.Error:
        return 0


def _rotate(log: Path) -> None:
    if log.exists() and log.stat().st_size > LARGEST_LOG:
        log.replace(log.with_suffix(".log.1"))
