"""A whole installation in one data folder: the platform, the services and their supervisor.

`opslayer up` runs it; tests and the chaos suite use it as a library.
"""

import logging
import os
import shutil
import time
from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager, ExitStack
from pathlib import Path

from embedded_platform import ports
from embedded_platform.child_process import ChildProcess
from embedded_platform.embedded import EmbeddedPlatform
from embedded_platform.errors import OperatorError, disk_full, port_taken, process_ended
from embedded_platform.kafka import startup_cache
from embedded_platform.progress import ProgressOutput

from installation.first_start import Create, FirstStart
from installation.fleet import TOPICS, Fleet
from installation.release import record_release
from installation.run_record import RunRecord, already_running, stop_leftovers
from installation.supervisor import RepeatedTask, Supervisor

log = logging.getLogger(__name__)
MINIMUM_FREE_BYTES = 400_000_000
"""Bytes that must be free on the disk before anything is started."""
TOPICS_EVERY = 3.0
START_LIMIT = 240.0
MAX_FAILURES = 4


class Installation(AbstractContextManager["Installation"]):
    """PostgreSQL, Kafka, the mail catcher and the services. The constructor starts nothing."""

    def __init__(
        self,
        folder: Path,
        gateway_port: int | None = None,
        replicas: Mapping[str, int] | None = None,
        progress: ProgressOutput | None = None,
    ) -> None:
        self.progress = progress or ProgressOutput()
        self.platform = EmbeddedPlatform(folder, self.progress)
        self.folder = self.platform.folder
        self.record = RunRecord(self.folder)
        self._port = gateway_port or self.platform.ports.port("gateway")
        self._replicas = replicas or {}
        self.fleet: Fleet
        self.supervisor = Supervisor(())
        self._lock = ExitStack()
        self.has_lock = False
        self._notes: list[str] = []

    @property
    def address(self) -> str:
        """The address of the panel and the API."""
        return f"http://localhost:{self._port}"

    def start(self) -> "Installation":
        """Starts everything and waits until the services are ready and Kafka has its topics."""
        self._lock_folder()
        self._stop_leftovers()
        self._check_port_and_disk()
        record_release(self.folder)
        self.record.begin(self.address)
        startup_cache(self.progress)
        self._start_platform()
        self._start_services()
        self.platform.wait_ready()  # the services start meanwhile: they work without Kafka
        self.platform.make_topics(TOPICS)
        self._wait_for_services()
        self.record.update(state="running", step="")
        return self

    def stop(self) -> None:
        """Stops the services, then Kafka and PostgreSQL. Does nothing if another process runs this installation."""
        if self.has_lock:
            self.record.update(state="stopping", ready=False)
            self.supervisor.stop()
            self.platform.stop()
            self.record.update(state="stopped", processes=[])
        self.has_lock = False
        self._lock.close()

    def record_failure(self, reason: str) -> None:
        """Records why the start failed, for the process that waits for it."""
        if self.has_lock:
            self.record.update(failure={"pid": os.getpid(), "reason": reason})

    def first_start(self, *, empty: bool, create: Create | None) -> FirstStart:
        """At the first start, creates the demonstration client with `create`, or none if `empty`."""
        first = FirstStart(self.folder)
        if not first.done and empty:
            first.record("empty", [])
        elif not first.done and create:
            self._step("Creating the demonstration client")
            self._demonstrate(first, create)
        return first

    def wipe_kafka(self, *, same_cluster_id: bool = False) -> None:
        """Kills Kafka and removes its data, as a lost disk would; the supervisor restarts it and creates the topics again."""
        kafka = self.platform.kafka
        self.supervisor.while_down("kafka", lambda: kafka.wipe(same_cluster_id))

    def _demonstrate(self, first: FirstStart, create: Create) -> None:
        """A fault is reported and not recorded: the installation works without its demonstration, and tries again."""
        try:
            first.record("demonstration", create(self.fleet.url("gateway"), self.fleet.secrets.administrator()))
        except Exception as error:
            log.exception("the demonstration client could not be created")
            self._note(f"The demonstration client could not be created ({error}); the next start tries again.")

    def _lock_folder(self) -> None:
        self.has_lock = self._lock.enter_context(self.folder.try_lock())
        if not self.has_lock:
            raise already_running(self.folder)

    def _stop_leftovers(self) -> None:
        left = stop_leftovers(self.folder)
        if left:
            self._note(f"Stopped processes that an earlier start had left running: {', '.join(left)}")

    def _check_port_and_disk(self) -> None:
        if not ports.is_free(self._port):
            raise port_taken(self._port, ports.listening_program(self._port))
        if shutil.disk_usage(self.folder.path).free < MINIMUM_FREE_BYTES:
            raise disk_full(self.folder.path)

    def _start_platform(self) -> None:
        platform = self.platform
        self._step("Starting PostgreSQL and Kafka")
        platform.postgres.start()
        self._supervise([platform.postgres])
        platform.wait_ready()
        self.fleet = self._make_fleet()
        outdated = self.fleet.outdated()  # refuses the data of another release before Kafka touches its own
        platform.kafka.start()
        self._supervise([platform.postgres, platform.kafka])
        if outdated:
            self._step("Migrating the databases")
            self.fleet.migrate(outdated)

    def _start_services(self) -> None:
        self._step("Starting the services")
        platform = self.platform
        platform.mail.start()
        for process in self.fleet.processes:
            process.start()
        self._supervise([platform.postgres, platform.kafka, platform.mail, *self.fleet.processes])
        self.supervisor.watch()

    def _wait_for_services(self) -> None:
        end = time.monotonic() + START_LIMIT
        while not all(process.ready() for process in self.fleet.processes):
            self._check_starting(end)
            time.sleep(0.1)

    def _check_starting(self, end: float) -> None:
        worst, failures = self.supervisor.most_failures()
        if failures >= MAX_FAILURES:
            raise process_ended(worst.name, worst.log)
        if time.monotonic() > end:
            waiting = [process.name for process in self.fleet.processes if not process.ready()]
            raise OperatorError(
                f"Not ready after {START_LIMIT:.0f} seconds: {', '.join(waiting)}. See {self.folder.logs}"
            )

    def _make_fleet(self) -> Fleet:
        defaults = {"OPSLAYER_PUBLIC_URL": self.address, "OPSLAYER_SMTP_URL": self.platform.mail.url}
        return Fleet(
            self.platform.databases, self.platform.bootstrap, self.folder, self.platform.ports, self._port, defaults,
            self._replicas,
        )  # fmt: skip

    def _supervise(self, processes: Sequence[ChildProcess]) -> None:
        task = RepeatedTask(self._create_missing_topics, TOPICS_EVERY)
        self.supervisor = Supervisor(processes, [task], self._record_processes)
        self._record_processes()

    def _create_missing_topics(self) -> None:
        if self.platform.kafka.ready():
            self.platform.make_topics(TOPICS)

    def _record_processes(self) -> None:
        self.record.update_processes(self.supervisor.states())

    def _step(self, text: str) -> None:
        self.progress.step(text)
        self.record.update(step=text)

    def _note(self, text: str) -> None:
        log.warning(text)
        self.progress.note(text)
        self._notes.append(text)
        self.record.update(notes=self._notes)

    def __exit__(self, *_: object) -> None:
        self.stop()
