"""The supervisor restarts processes that end: at once the first time, then with growing delays.

Tests and the chaos suite use it to kill, freeze and thaw processes. It does not know what the processes do.
"""

import logging
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from embedded_platform.child_process import ChildProcess, created_at

log = logging.getLogger(__name__)
CHECK_SECONDS = 0.1
FIRST_DELAY = 0.2
MAX_DELAY = 5.0
STABLE_SECONDS = 5.0
"""A process that lived this long has recovered; its next end counts as the first again."""


@dataclass(slots=True)
class _RestartState:
    """The recent failures of one process, and when it is restarted."""

    failures: int = 0
    start_at: float | None = None
    held: bool = False


@dataclass(frozen=True, slots=True)
class RepeatedTask:
    """Work that is repeated at an interval; its exceptions are logged and it goes on."""

    work: Callable[[], object]
    every: float


@dataclass(frozen=True, slots=True)
class ProcessState:
    """The state of one process, as the run record keeps it; `created` is the system's own time of its start."""

    name: str
    pid: int | None
    created: float | None
    state: str
    since: float
    restarts: int


@dataclass
class Supervisor:
    """Watches processes from a thread of its own."""

    processes: Sequence[ChildProcess]
    tasks: Sequence[RepeatedTask] = ()
    on_change: Callable[[], None] = lambda: None
    _restart_states: dict[str, _RestartState] = field(default_factory=dict)
    _threads: list[threading.Thread] = field(default_factory=list)
    _ending: threading.Event = field(default_factory=threading.Event)
    _lock: threading.RLock = field(default_factory=threading.RLock)

    def watch(self) -> None:
        """Starts watching and returns at once."""
        self._ending.clear()
        self._threads = [threading.Thread(target=self._watch_processes, name="supervisor", daemon=True)]
        self._threads += [threading.Thread(target=self._repeat, args=(task,), daemon=True) for task in self.tasks]
        for thread in self._threads:
            thread.start()

    def unwatch(self) -> None:
        """Stops watching; the processes stay as they are."""
        self._ending.set()
        for thread in self._threads:
            thread.join(MAX_DELAY)

    def stop(self) -> None:
        """Stops all processes: the last started first, PostgreSQL and Kafka after those that use them."""
        self.unwatch()
        processes = list(reversed(self.processes))
        users = [process for process in processes if not process.stops_last]
        for group in (users, [process for process in processes if process.stops_last]):
            for process in group:
                process.request_stop()
            for process in group:
                process.stop()
        self.on_change()

    def process(self, name: str) -> ChildProcess:
        """The process of that name."""
        return next(process for process in self.processes if process.name == name)

    def pid(self, name: str) -> int | None:
        """The id of that process while it runs."""
        return self.process(name).pid

    def kill(self, name: str, *, hold: bool = False) -> None:
        """Sends SIGKILL. The process is restarted as after any end, or with `hold` only after `release`."""
        with self._lock:
            self._restart_state(name).held = hold
            self.process(name).kill()

    def release(self, name: str) -> None:
        """Lets a held process be restarted."""
        self._restart_state(name).held = False

    def freeze(self, name: str) -> None:
        """Sends SIGSTOP: the process stays alive and does nothing."""
        self.process(name).freeze()

    def thaw(self, name: str) -> None:
        """Sends SIGCONT."""
        self.process(name).thaw()

    def while_down(self, name: str, work: Callable[[], None]) -> None:
        """Kills a process, does `work` while it is down, and lets it be restarted."""
        with self._lock:
            self.process(name).kill()
            work()

    def states(self) -> list[ProcessState]:
        """The states of all processes."""
        return [self._state(process) for process in self.processes]

    def most_failures(self) -> tuple[ChildProcess, int]:
        """The process that ended most often in a row, and how often."""
        worst = max(self.processes, key=lambda process: self._restart_state(process.name).failures)
        return worst, self._restart_state(worst.name).failures

    def _state(self, process: ChildProcess) -> ProcessState:
        restart = self._restart_state(process.name)
        waiting = "held" if restart.held else ("restarting" if restart.start_at is not None else "stopped")
        state = "running" if process.alive else waiting
        pid, restarts = process.pid, max(0, process.starts - 1)
        return ProcessState(process.name, pid, created_at(pid), state, process.started_at, restarts)

    def _restart_state(self, name: str) -> _RestartState:
        return self._restart_states.setdefault(name, _RestartState())

    def _watch_processes(self) -> None:
        while not self._ending.wait(CHECK_SECONDS):
            for process in self.processes:
                with self._lock:
                    if not self._ending.is_set():
                        self._restart_if_ended(process, self._restart_state(process.name))

    def _restart_if_ended(self, process: ChildProcess, restart: _RestartState) -> None:
        now = time.time()
        if process.alive or restart.held or process.starts == 0:
            return
        if restart.start_at is None:
            restart.failures = 1 if now - process.started_at > STABLE_SECONDS else restart.failures + 1
            restart.start_at = now + min(FIRST_DELAY * 2 ** (restart.failures - 1), MAX_DELAY)
            log.info("%s ended (%s), %d in a row", process.name, process.exit_code, restart.failures)
            self.on_change()
        elif now >= restart.start_at:
            restart.start_at = None
            self._start(process)
            self.on_change()

    def _start(self, process: ChildProcess) -> None:
        try:
            process.start()
        except Exception as error:  # a full disk, say: the next try may find room
            process.started_at = time.time()
            log.warning("%s could not be started: %s", process.name, error)

    def _repeat(self, task: RepeatedTask) -> None:
        while not self._ending.wait(task.every):
            try:
                task.work()
            except Exception as error:  # what the task needs may be down just now
                log.info("a task failed and will be repeated: %s", error)

    def __enter__(self) -> "Supervisor":
        self.watch()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()
