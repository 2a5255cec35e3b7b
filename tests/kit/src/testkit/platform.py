"""What a test holds in its hands: a maker of fresh databases, Kafka's address, topics."""

import secrets
from collections.abc import Sequence

from embedded_platform.databases import DatabaseServer, DatabaseUrls
from embedded_platform.topics import PARTITIONS, ensure_topics
from installation.fleet import TOPICS

from testkit.parts import Parts


class TestedPlatform:
    """Real PostgreSQL and Kafka for a run of tests."""

    __test__ = False  # pytest: not a test, whatever the name

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self._made: list[str] = []
        self._topics: set[str] = set()

    @property
    def postgres(self) -> DatabaseServer:
        """The server, for tests that need more than one fresh database."""
        return self._parts.postgres()

    @property
    def kafka(self) -> str:
        """Bootstrap servers; the topics of all services are there."""
        self.topics(TOPICS)
        return self._parts.kafka()

    def database(self, service: str, locale: str = "C.UTF-8") -> DatabaseUrls:
        """A fresh, empty database of a service: as owner, as its application role, as its system role.

        The roles are made by the service's `migrate`, with the passwords that stand in the addresses.
        """
        name = f"{service}_{secrets.token_hex(4)}"
        self.postgres.create(name, locale=locale)
        self._made.append(name)
        return self.postgres.urls(name, service)

    def topics(self, names: Sequence[str], partitions: int = PARTITIONS) -> None:
        """Makes the topics that are missing."""
        missing = [name for name in names if name not in self._topics]
        if missing:
            ensure_topics(self._parts.kafka(), missing, partitions)
            self._topics.update(missing)

    def close(self) -> None:
        """Removes the databases and stops what was started."""
        if self._made:
            self.postgres.drop(*self._made)
        self._parts.close()
