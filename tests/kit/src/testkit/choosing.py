"""Where the platform of a test run comes from.

Addresses from the environment first; else containers, where an engine answers and has the images (or may pull them,
with OPSLAYER_TEST_PLATFORM=containers); else, or with OPSLAYER_TEST_PLATFORM=embedded, the embedded platform.
"""

import os
from importlib.util import find_spec

from embedded_platform.databases import DatabaseServer

from testkit.embedded import EmbeddedParts
from testkit.parts import GivenParts, Parts

VARIABLE = "OPSLAYER_TEST_PLATFORM"


class FoundParts:
    """The source this machine has, looked for at the first use: a run of pure tests asks no container engine."""

    def __init__(self, wish: str) -> None:
        self._wish = wish
        self._found: Parts | None = None

    def postgres(self) -> DatabaseServer:
        """Of the source that was found."""
        return self._parts().postgres()

    def kafka(self) -> str:
        """Of the source that was found."""
        return self._parts().kafka()

    def close(self) -> None:
        """Of the source that was found, if any was needed."""
        if self._found is not None:
            self._found.close()

    def _parts(self) -> Parts:
        if self._found is None:
            self._found = _find(self._wish)
        return self._found


def chosen_parts() -> Parts:
    """The platform's parts for this run."""
    return GivenParts(os.environ, FoundParts(os.environ.get(VARIABLE, "")))


def _find(wish: str) -> Parts:
    if wish == "embedded" or (not wish and find_spec("testcontainers") is None):
        return EmbeddedParts()
    from testkit import containers  # only tests have its libraries

    images = (containers.POSTGRES_IMAGE, containers.KAFKA_IMAGE)
    if wish == "containers" or (containers.engine_answers() and containers.has_images(*images)):
        return containers.ContainerParts()
    return EmbeddedParts()
