"""An installation that the storm of the tests may do anything to, with a load that is ready to blow."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from installation.installation import Installation
from storm.running import REPLICAS


@pytest.fixture(scope="session")
def battered() -> Iterator[Installation]:
    """An installation of its own: what mutants leave behind in it is nobody else's."""
    with tempfile.TemporaryDirectory(prefix="opslayer-chaos-") as folder:
        installation = Installation(Path(folder), replicas=REPLICAS)
        try:
            yield installation.start()
        finally:
            installation.stop()
