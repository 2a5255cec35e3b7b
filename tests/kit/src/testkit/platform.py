"""What a test holds in its hands: a maker of fresh databases, and Kafka's address."""

import secrets

from embedded_platform.databases import DatabaseServer, DatabaseUrls

from testkit.servers import Servers


class TestPlatform:
    """Real PostgreSQL and Kafka for a run of tests."""

    __test__ = False  # pytest: not a test, whatever the name

    def __init__(self, servers: Servers) -> None:
        self._servers = servers
        self._made: list[str] = []

    @property
    def postgres(self) -> DatabaseServer:
        """The server, for tests that need more than one fresh database."""
        return self._servers.postgres()

    @property
    def kafka(self) -> str:
        """Bootstrap servers of a Kafka on which a test makes its own topics."""
        return self._servers.kafka()

    def database(self, service: str, locale: str = "C.UTF-8") -> DatabaseUrls:
        """A fresh, empty database of a service: as owner, as its application role, as its system role.

        The roles are made by the service's `migrate`, with the passwords that stand in the addresses.
        """
        name = f"{service}_{secrets.token_hex(4)}"
        self.postgres.create(name, locale=locale)
        self._made.append(name)
        return self.postgres.urls(name, service)

    def close(self) -> None:
        """Stops what was started; databases on a server that stays are removed."""
        if self._made and self._servers.postgres_stays:
            self.postgres.drop(*self._made)
        self._servers.close()
