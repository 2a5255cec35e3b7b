"""An installation that the storm of the tests may do anything to, with a load that is ready to blow."""

from collections.abc import Iterator

import pytest
from installation.installation import Installation
from storm.running import REPLICAS
from testkit.temporary_folders import temporary_folder


@pytest.fixture(scope="session")
def battered() -> Iterator[Installation]:
    """An installation of its own: what mutants leave behind in it is nobody else's."""
    with temporary_folder() as folder, Installation(folder, replicas=REPLICAS) as installation:
        yield installation.start()
