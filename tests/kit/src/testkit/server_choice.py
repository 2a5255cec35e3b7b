"""Where the servers of a test run come from.

Addresses from the environment first; else containers, where an engine answers and has the images (or may pull them,
with OPSLAYER_TEST_PLATFORM=containers); else, or with OPSLAYER_TEST_PLATFORM=embedded, the embedded platform.
"""

import os
from importlib.util import find_spec

from embedded_platform.databases import DatabaseServer

from testkit.embedded_servers import EmbeddedServers
from testkit.servers import GivenServers, Servers

VARIABLE = "OPSLAYER_TEST_PLATFORM"


class AvailableServers:
    """The source this machine has, looked for at the first use: a run of pure tests asks no container engine."""

    postgres_stays = False

    def __init__(self, wish: str) -> None:
        self._wish = wish
        self._found: Servers | None = None

    def postgres(self) -> DatabaseServer:
        """Of the source that was found."""
        return self._servers().postgres()

    def kafka(self) -> str:
        """Of the source that was found."""
        return self._servers().kafka()

    def close(self) -> None:
        """Of the source that was found, if any was needed."""
        if self._found is not None:
            self._found.close()

    def _servers(self) -> Servers:
        if self._found is None:
            self._found = _find(self._wish)
        return self._found


def chosen_servers() -> Servers:
    """The servers for this run."""
    return GivenServers(os.environ, AvailableServers(os.environ.get(VARIABLE, "")))


def _find(wish: str) -> Servers:
    if wish == "embedded" or (not wish and find_spec("testcontainers") is None):
        return EmbeddedServers()
    from testkit import container_servers  # only tests have its libraries

    images = (container_servers.POSTGRES_IMAGE, container_servers.KAFKA_IMAGE)
    if wish == "containers" or (container_servers.engine_answers() and container_servers.has_images(*images)):
        return container_servers.ContainerServers()
    return EmbeddedServers()
