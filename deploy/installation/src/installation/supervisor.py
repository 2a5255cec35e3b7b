"""Keeps processes alive: whatever dies is started again, soon at first and then ever less often.

It knows names and processes only. Tests and the chaos suite use the same object to kill, freeze and wake them.
"""

import logging
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from embedded_platform.member import Member

log = logging.getLogger(__name__)
LOOK_EVERY = 0.1
FIRST_WAIT = 0.2
LONGEST_WAIT = 5.0
SETTLED = 5.0
"""A process that lived this long has recovered; its next death is a new story."""


@dataclass(slots=True)
class _Fate:
    """What happened to one process lately."""

    failures: int = 0
    start_at: float | None = None
    held: bool = False


@dataclass(frozen=True, slots=True)
class Chore:
    """Something to do again and again beside the processes; its faults are not the supervisor's."""

    work: Callable[[], object]
    every: float


@dataclass(frozen=True, slots=True)
class MemberState:
    """How one process is now."""

    name: str
    pid: int | None
    state: str
    started_at: float
    starts: int


@dataclass
class Supervisor:
    """Watches over members from a thread of its own."""

    members: Sequence[Member]
    chores: Sequence[Chore] = ()
    changed: Callable[[], None] = lambda: None
    _fates: dict[str, _Fate] = field(default_factory=dict)
    _threads: list[threading.Thread] = field(default_factory=list)
    _ending: threading.Event = field(default_factory=threading.Event)
    _turn: threading.RLock = field(default_factory=threading.RLock)

    def watch(self) -> None:
        """Begins to watch; returns at once."""
        self._ending.clear()
        self._threads = [threading.Thread(target=self._keep, name="supervisor", daemon=True)]
        self._threads += [threading.Thread(target=self._repeat, args=(chore,), daemon=True) for chore in self.chores]
        for thread in self._threads:
            thread.start()

    def unwatch(self) -> None:
        """Stops watching; the processes stay as they are."""
        self._ending.set()
        for thread in self._threads:
            thread.join(LONGEST_WAIT)

    def stop(self) -> None:
        """Stops all processes: the last started first, PostgreSQL and Kafka after those that use them."""
        self.unwatch()
        members = list(reversed(self.members))
        users = [member for member in members if not member.is_ground]
        for group in (users, [member for member in members if member.is_ground]):
            for member in group:
                member.ask_to_stop()
            for member in group:
                member.stop()
        self.changed()

    def member(self, name: str) -> Member:
        """The process of that name."""
        return next(member for member in self.members if member.name == name)

    def pid(self, name: str) -> int | None:
        """Its number while it runs."""
        return self.member(name).pid

    def kill(self, name: str, *, hold: bool = False) -> None:
        """SIGKILL. It is started again as after any death, unless it is held down until `release`."""
        with self._turn:
            self._fate(name).held = hold
            self.member(name).kill()

    def release(self, name: str) -> None:
        """Ends the hold of a process: the watch starts it again."""
        self._fate(name).held = False

    def freeze(self, name: str) -> None:
        """SIGSTOP: the process stays alive and does nothing."""
        self.member(name).freeze()

    def thaw(self, name: str) -> None:
        """SIGCONT."""
        self.member(name).thaw()

    def while_down(self, name: str, work: Callable[[], None]) -> None:
        """Kills a process, does `work` while nobody starts it, and lets it be started again."""
        with self._turn:
            self.member(name).kill()
            work()

    def states(self) -> list[MemberState]:
        """How all processes are."""
        return [self._state(member) for member in self.members]

    def most_failures(self) -> tuple[Member, int]:
        """The process that dies most, and how often in a row."""
        worst = max(self.members, key=lambda member: self._fate(member.name).failures)
        return worst, self._fate(worst.name).failures

    def _state(self, member: Member) -> MemberState:
        fate = self._fate(member.name)
        waiting = "held" if fate.held else ("restarting" if fate.start_at is not None else "stopped")
        state = "running" if member.alive else waiting
        return MemberState(member.name, member.pid, state, member.started_at, member.starts)

    def _fate(self, name: str) -> _Fate:
        return self._fates.setdefault(name, _Fate())

    def _keep(self) -> None:
        while not self._ending.wait(LOOK_EVERY):
            for member in self.members:
                with self._turn:
                    if not self._ending.is_set():
                        self._mend(member, self._fate(member.name))

    def _mend(self, member: Member, fate: _Fate) -> None:
        now = time.time()
        if member.alive or fate.held or member.starts == 0:
            return
        if fate.start_at is None:
            fate.failures = 1 if now - member.started_at > SETTLED else fate.failures + 1
            fate.start_at = now + min(FIRST_WAIT * 2 ** (fate.failures - 1), LONGEST_WAIT)
            log.info("%s ended (%s), %d in a row", member.name, member.exit_code, fate.failures)
            self.changed()
        elif now >= fate.start_at:
            fate.start_at = None
            self._start(member)
            self.changed()

    def _start(self, member: Member) -> None:
        try:
            member.start()
        except Exception as error:  # a full disk, say: the next try may find room
            member.started_at = time.time()
            log.warning("%s could not be started: %s", member.name, error)

    def _repeat(self, chore: Chore) -> None:
        while not self._ending.wait(chore.every):
            try:
                chore.work()
            except Exception as error:  # a chore needs what may be down just now; it is done again
                log.info("not done, will be tried again: %s", error)

    def __enter__(self) -> "Supervisor":
        self.watch()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()
