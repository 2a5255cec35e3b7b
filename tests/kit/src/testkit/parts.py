"""What a source of test platforms must give, and the simplest one: addresses from the environment."""

from collections.abc import Mapping
from typing import Protocol

from embedded_platform.databases import DatabaseServer

POSTGRES_VARIABLE = "OPSLAYER_TEST_POSTGRES_URL"
KAFKA_VARIABLE = "OPSLAYER_TEST_KAFKA"


class Parts(Protocol):
    """PostgreSQL and Kafka, each started when it is first asked for."""

    def postgres(self) -> DatabaseServer:
        """A server on which databases and roles may be made."""

    def kafka(self) -> str:
        """Bootstrap servers of a Kafka that makes no topics by itself."""

    def close(self) -> None:
        """Stops what was started here."""


class GivenParts:
    """Addresses somebody gave; what was not given comes from elsewhere."""

    def __init__(self, environment: Mapping[str, str], otherwise: Parts) -> None:
        self._postgres = environment.get(POSTGRES_VARIABLE)
        self._kafka = environment.get(KAFKA_VARIABLE)
        self._otherwise = otherwise

    def postgres(self) -> DatabaseServer:
        """The given server: the address of a role that may make databases and roles."""
        return DatabaseServer(self._postgres) if self._postgres else self._otherwise.postgres()

    def kafka(self) -> str:
        """The given Kafka."""
        return self._kafka or self._otherwise.kafka()

    def close(self) -> None:
        """What was given is left running."""
        self._otherwise.close()
