"""A whole installation in one data folder: platform, services and the supervisor over both.

`opslayer up` is this class and words; tests and the chaos suite use it as a library.
"""

import logging
import os
import shutil
import time
from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager, ExitStack
from pathlib import Path

from embedded_platform import ports
from embedded_platform.embedded import EmbeddedPlatform
from embedded_platform.kafka_jars import kafka_jars
from embedded_platform.member import Member
from embedded_platform.narration import Narration, Silence
from embedded_platform.trouble import Trouble, disk_full, from_log, port_taken

from installation.first_start import Create, FirstStart
from installation.fleet import SERVICES, TOPICS, Fleet
from installation.run_record import RunRecord, already_running, stop_leftovers
from installation.supervisor import Chore, Supervisor

log = logging.getLogger(__name__)
LEAST_ROOM = 400_000_000
"""Bytes that must be free before anything is started."""
TOPICS_EVERY = 3.0
START_LIMIT = 240.0
DEATHS_ALLOWED = 4


class Installation(AbstractContextManager["Installation"]):
    """PostgreSQL, Kafka, mail catcher and services; nothing starts by being made."""

    def __init__(
        self,
        folder: Path,
        gateway_port: int | None = None,
        services: Sequence[str] = SERVICES,
        replicas: Mapping[str, int] | None = None,
        settings: Mapping[str, str] | None = None,
        narration: Narration | None = None,
    ) -> None:
        self.narration = narration or Silence()
        self.platform = EmbeddedPlatform(folder, self.narration)
        self.folder = self.platform.folder
        self.record = RunRecord(self.folder)
        self._port = gateway_port or self.platform.ports.port("gateway")
        self._services = services
        self._replicas = replicas
        self._settings = dict(settings or {})
        self.fleet: Fleet
        self.supervisor = Supervisor(())
        self._lock = ExitStack()
        self.holds_folder = False
        self._notes: list[str] = []

    @property
    def address(self) -> str:
        """Where people reach the panel and client apps the API."""
        return f"http://localhost:{self._port}"

    def start(self) -> "Installation":
        """Starts everything and waits until the services are ready."""
        self._take_folder()
        self._end_leftovers()
        self._look_around()
        self.record.begin(self.address)
        self._start_platform()
        self._step("Bringing the databases to their newest shape")
        self.fleet = self._make_fleet()
        self.fleet.migrate()
        self._step("Waiting for Kafka")
        self.platform.wait_ready()
        self.platform.make_topics(TOPICS)
        self._start_services()
        self.record.say(state="running", step="")
        return self

    def stop(self) -> None:
        """Stops everything cleanly: services, then Kafka and PostgreSQL. Touches nothing that another process runs."""
        if self.holds_folder:
            self.record.say(state="stopping", ready=False)
            self.supervisor.stop()
            self.platform.stop()
            self.record.say(state="stopped", processes=[])
        self.holds_folder = False
        self._lock.close()

    def gave_up(self, reason: str) -> None:
        """Notes why the start failed, for whoever waits for it."""
        if self.holds_folder:
            self.record.say(trouble={"of": os.getpid(), "reason": reason})

    def first_start(self, *, empty: bool, create: Create | None = None) -> FirstStart:
        """Decides once for an empty installation or makes the demonstration client with `create`."""
        first = FirstStart(self.folder)
        if not first.done and empty:
            first.stay_empty()
        elif not first.done and create:
            self._step("Making the demonstration client")
            self._demonstrate(first, create)
        return first

    def wipe_kafka(self, *, same_cluster_id: bool = False) -> None:
        """Kills Kafka and removes its data, as a lost disk would; the supervisor starts it and makes the topics again."""
        kafka = self.platform.kafka
        self.supervisor.while_down("kafka", lambda: kafka.wipe(same_cluster_id))

    def _demonstrate(self, first: FirstStart, create: Create) -> None:
        """An installation without its demonstration is still an installation: a fault is told, and all stays up."""
        try:
            first.demonstrate(self.fleet.url("gateway"), self.fleet.secrets.administrator(), create)
        except Exception as error:
            log.exception("no demonstration client")
            self._note(f"The demonstration client could not be made ({error}); the next start tries again.")

    def _take_folder(self) -> None:
        self.holds_folder = self._lock.enter_context(self.folder.only_one())
        if not self.holds_folder:
            raise already_running(self.folder)

    def _end_leftovers(self) -> None:
        left = stop_leftovers(self.folder)
        if left:
            self._note(f"Ended what an earlier start had left running: {', '.join(left)}")

    def _look_around(self) -> None:
        if not ports.is_free(self._port):
            raise port_taken(self._port, ports.holder(self._port))
        if shutil.disk_usage(self.folder.path).free < LEAST_ROOM:
            raise disk_full(self.folder.path)

    def _start_platform(self) -> None:
        kafka_jars(self.narration)
        self._step("Starting PostgreSQL and Kafka")
        self.platform.postgres.start()
        self._supervise([self.platform.postgres])
        self.platform.kafka.start()
        self._supervise([self.platform.postgres, self.platform.kafka])
        self.platform.start_postgres()

    def _start_services(self) -> None:
        self._step("Starting the services")
        platform = self.platform
        members: list[Member] = [platform.postgres, platform.kafka, platform.mail, *self.fleet.members]
        platform.mail.start()
        self.fleet.start()
        self._supervise(members)
        self.supervisor.watch()
        end = time.monotonic() + START_LIMIT
        while not all(member.ready() for member in self.fleet.members):
            self._complain(end)
            time.sleep(0.1)

    def _complain(self, end: float) -> None:
        worst, failures = self.supervisor.most_failures()
        if failures >= DEATHS_ALLOWED:
            raise from_log(worst.name, worst.log)
        if time.monotonic() > end:
            waiting = [member.name for member in self.fleet.members if not member.ready()]
            raise Trouble(f"Not ready after {START_LIMIT:.0f} seconds: {', '.join(waiting)}. See {self.folder.logs}")

    def _make_fleet(self) -> Fleet:
        settings = {"OPSLAYER_PUBLIC_URL": self.address, "OPSLAYER_SMTP_URL": self.platform.mail.url, **self._settings}
        platform = self.platform
        return Fleet(
            platform.databases, platform.bootstrap, self.folder, platform.ports, self._services, self._replicas,
            settings, self._port,
        )  # fmt: skip

    def _supervise(self, members: Sequence[Member]) -> None:
        chore = Chore(self._mend_topics, TOPICS_EVERY)
        self.supervisor = Supervisor(members, [chore], self._note_processes)
        self._note_processes()

    def _mend_topics(self) -> None:
        if self.platform.kafka.ready():
            self.platform.make_topics(TOPICS)

    def _note_processes(self) -> None:
        self.record.processes(self.supervisor.states())

    def _step(self, text: str) -> None:
        self.narration.step(text)
        self.record.say(step=text)

    def _note(self, text: str) -> None:
        log.warning(text)
        self.narration.note(text)
        self._notes.append(text)
        self.record.say(notes=self._notes)

    def __exit__(self, *_: object) -> None:
        self.stop()
