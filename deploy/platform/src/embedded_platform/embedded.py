"""PostgreSQL and Kafka of one data folder, started and stopped together; what tests and `opslayer up` build on."""

from collections.abc import Sequence
from contextlib import AbstractContextManager
from pathlib import Path

from embedded_platform.data_folder import DataFolder
from embedded_platform.databases import DatabaseServer
from embedded_platform.kafka import Kafka
from embedded_platform.mail_catcher import MailCatcher
from embedded_platform.narration import Narration, Silence
from embedded_platform.ports import Ports
from embedded_platform.postgres import Postgres
from embedded_platform.topics import ensure_topics, topic_names

ONE_MACHINE_PARTITIONS = 4
"""Each costs every consumer something in every fetch, and one machine has no use for twelve replicas of a service."""
START_LIMIT = 240.0


class EmbeddedPlatform(AbstractContextManager["EmbeddedPlatform"]):
    """The parts of an installation that are not ours. Each can be started alone; nothing starts by being made."""

    def __init__(self, folder: Path, narration: Narration | None = None) -> None:
        self.folder = DataFolder(folder)
        self.folder.prepare()
        self.ports = Ports(self.folder.ports)
        narration = narration or Silence()
        secrets, logs = self.folder.secrets, self.folder.logs
        self.postgres = Postgres(self.folder.postgres, self.folder.socket_folder(), secrets, logs / "postgres.log")
        self.kafka = Kafka(self.folder.kafka, self.ports, logs / "kafka.log", narration)
        self.mail = MailCatcher(self.folder.mail, self.ports, logs / "mail.log")

    @property
    def databases(self) -> DatabaseServer:
        """The databases and their addresses."""
        return self.postgres.server

    @property
    def bootstrap(self) -> str:
        """Kafka's address."""
        return self.kafka.bootstrap

    def start(self) -> "EmbeddedPlatform":
        """Starts PostgreSQL and Kafka and waits for both."""
        self.postgres.start()
        self.kafka.start()
        return self.wait_ready()

    def wait_ready(self) -> "EmbeddedPlatform":
        """Waits for what was started."""
        for member in (self.postgres, self.kafka):
            if member.starts:
                member.wait_ready(START_LIMIT)
        return self

    def start_postgres(self) -> DatabaseServer:
        """Starts PostgreSQL alone, if it does not run."""
        if not self.postgres.alive:
            self.postgres.start()
        self.postgres.wait_ready(START_LIMIT)
        return self.databases

    def start_kafka(self) -> str:
        """Starts Kafka alone, if it does not run; gives its address."""
        if not self.kafka.alive:
            self.kafka.start()
        self.kafka.wait_ready(START_LIMIT)
        return self.bootstrap

    def make_topics(self, topics: Sequence[str], partitions: int = ONE_MACHINE_PARTITIONS) -> list[str]:
        """Makes the topics that are missing; gives those it made."""
        return ensure_topics(self.bootstrap, topics, partitions)

    def topic_names(self) -> set[str]:
        """The topics Kafka has now."""
        return topic_names(self.bootstrap)

    def stop(self) -> None:
        """Stops what runs, all at once."""
        members = (self.mail, self.kafka, self.postgres)
        for member in members:
            member.ask_to_stop()
        for member in members:
            member.stop()

    def __exit__(self, *_: object) -> None:
        self.stop()
