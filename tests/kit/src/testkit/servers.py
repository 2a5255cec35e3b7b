"""The servers of a test run: what every source of them gives, and the simplest source, addresses from the environment."""

from collections.abc import Mapping
from typing import Protocol

from embedded_platform.databases import DatabaseServer

POSTGRES_VARIABLE = "OPSLAYER_TEST_POSTGRES_URL"
KAFKA_VARIABLE = "OPSLAYER_TEST_KAFKA"


class Servers(Protocol):
    """PostgreSQL and Kafka, each started when it is first asked for."""

    @property
    def postgres_stays(self) -> bool:
        """Whether PostgreSQL and what is in it are still there after `close`."""

    def postgres(self) -> DatabaseServer:
        """A server on which databases and roles may be made."""

    def kafka(self) -> str:
        """Bootstrap servers of a Kafka that makes no topics by itself."""

    def close(self) -> None:
        """Stops what was started here."""


class GivenServers:
    """Addresses somebody gave; what was not given comes from elsewhere."""

    def __init__(self, environment: Mapping[str, str], otherwise: Servers) -> None:
        self._postgres = environment.get(POSTGRES_VARIABLE)
        self._kafka = environment.get(KAFKA_VARIABLE)
        self._otherwise = otherwise

    @property
    def postgres_stays(self) -> bool:
        """True for a given server."""
        return self._postgres is not None

    def postgres(self) -> DatabaseServer:
        """The given server: the address of a role that may make databases and roles."""
        return DatabaseServer(self._postgres) if self._postgres else self._otherwise.postgres()

    def kafka(self) -> str:
        """The given Kafka."""
        return self._kafka or self._otherwise.kafka()

    def close(self) -> None:
        """What was given is left running."""
        self._otherwise.close()
