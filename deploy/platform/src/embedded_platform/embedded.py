"""PostgreSQL, Kafka and the mail catcher of one data folder. Tests and `opslayer up` build on it."""

from collections.abc import Sequence
from contextlib import AbstractContextManager
from pathlib import Path

from embedded_platform.data_folder import DataFolder
from embedded_platform.databases import DatabaseServer
from embedded_platform.kafka import Kafka
from embedded_platform.mail_catcher import MailCatcher
from embedded_platform.ports import Ports
from embedded_platform.postgres import Postgres
from embedded_platform.progress import ProgressOutput
from embedded_platform.topics import ensure_topics

ONE_MACHINE_PARTITIONS = 4
"""Every partition costs each consumer work in every fetch, and one machine runs few replicas of a service."""
START_LIMIT = 240.0


class EmbeddedPlatform(AbstractContextManager["EmbeddedPlatform"]):
    """The parts of an installation that are not our own code. Each can be started alone; the constructor starts nothing."""

    def __init__(self, folder: Path, progress: ProgressOutput | None = None) -> None:
        self.folder = DataFolder(folder)
        self.folder.prepare()
        self.ports = Ports(self.folder.ports)
        progress = progress or ProgressOutput()
        secrets, logs = self.folder.secrets, self.folder.logs
        self.postgres = Postgres(self.folder.postgres, self.folder.socket_folder(), secrets, logs / "postgres.log")
        self.kafka = Kafka(self.folder.kafka, self.ports, logs / "kafka.log", progress)
        self.mail = MailCatcher(self.folder.mail, self.ports, logs / "mail.log")

    @property
    def databases(self) -> DatabaseServer:
        """The databases and their addresses."""
        return self.postgres.server

    @property
    def bootstrap(self) -> str:
        """Kafka's address."""
        return self.kafka.bootstrap

    def wait_ready(self) -> None:
        """Waits for what was started."""
        for process in (self.postgres, self.kafka):
            if process.starts:
                process.wait_ready(START_LIMIT)

    def make_topics(self, topics: Sequence[str]) -> list[str]:
        """Creates the topics that are missing; returns those it created."""
        return ensure_topics(self.bootstrap, topics, ONE_MACHINE_PARTITIONS)

    def stop(self) -> None:
        """Stops everything that runs, at the same time."""
        processes = (self.mail, self.kafka, self.postgres)
        for process in processes:
            process.request_stop()
        for process in processes:
            process.stop()

    def __exit__(self, *_: object) -> None:
        self.stop()
